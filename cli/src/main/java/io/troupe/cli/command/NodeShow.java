package io.troupe.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import io.troupe.cli.http.Paths;
import io.troupe.cli.words.Argument;
import io.troupe.cli.words.Given;
import io.troupe.cli.words.Syntax;
import java.util.ArrayList;

/** Shows one node. */
final class NodeShow implements Command {
    @Override
    public Syntax syntax() {
        return Syntax.of("node show", "Shows one node.").taking(Argument.one("NODE", "The node's id."));
    }

    @Override
    public int run(Session session, Given given) {
        var node = session.server().get("/v1/nodes/" + Paths.escaped(given.argument(0)));
        return session.showText(node, () -> {
            var facts = new Facts(session)
                    .fact("Node", node.path("id").asText())
                    .fact("Host", node.path("host").asText())
                    .fact("Version", node.path("version").asText())
                    .fact(
                            "Region, zone",
                            Facts.joined(
                                    node.path("region").asText(""),
                                    node.path("zone").asText("")))
                    .fact("Roles", Facts.joined(node.path("roles")))
                    .fact("Attributes", Facts.pairs(node.path("attributes")))
                    .fact("Cpus used", NodeList.used(node, "cpus"))
                    .fact("Memory used", NodeList.used(node, "memoryMib") + " MiB")
                    .fact("Disk used", NodeList.used(node, "diskMib") + " MiB")
                    .fact("Other used", NodeList.counted(node))
                    .fact("Ports", ports(node.path("ports")))
                    .fact("Engines", NodeList.engines(node))
                    .fact("Last seen", node.path("lastSeen").asText());
            for (var instance : node.path("instances")) {
                facts.fact("Instance", instance.asText());
            }
            return facts.text();
        });
    }

    private static String ports(JsonNode ranges) {
        var texts = new ArrayList<String>();
        ranges.forEach(range -> texts.add(
                range.path("first").asText() + "-" + range.path("last").asText()));
        return String.join(", ", texts);
    }
}
