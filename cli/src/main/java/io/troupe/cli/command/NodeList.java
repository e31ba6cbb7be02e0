package io.troupe.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import io.troupe.cli.output.Table;
import io.troupe.cli.words.Given;
import io.troupe.cli.words.Syntax;
import java.util.ArrayList;

/** Lists the nodes. */
final class NodeList implements Command {
    @Override
    public Syntax syntax() {
        return Syntax.of("node list", "Lists the nodes, and what of them is used.");
    }

    @Override
    public int run(Session session, Given given) {
        var answer = session.server().get("/v1/nodes");
        return session.show(answer, () -> {
            var table = new Table("NODE", "HOST", "CPUS", "MIB", "OTHER", "INSTANCES", "ENGINES", "VERSION");
            for (var node : answer.path("nodes")) {
                table.row(
                        node.path("id").asText(),
                        node.path("host").asText(),
                        used(node, "cpus"),
                        used(node, "memoryMib"),
                        counted(node),
                        node.path("instances").size(),
                        engines(node),
                        node.path("version").asText());
            }
            return table;
        });
    }

    static String used(JsonNode node, String resource) {
        var amount = node.path(resource);
        return amount.path("used").asText() + "/" + amount.path("total").asText();
    }

    /** GPUs and custom resources, of which most nodes have none. */
    static String counted(JsonNode node) {
        var amounts = new ArrayList<String>();
        if (node.path("gpus").path("total").asInt() > 0) {
            amounts.add("gpus " + used(node, "gpus"));
        }
        var resources = node.path("resources");
        resources.fieldNames().forEachRemaining(name -> amounts.add(name + " " + used(resources, name)));
        return String.join(", ", amounts);
    }

    static String engines(JsonNode node) {
        var engines = new ArrayList<String>();
        for (var engine : node.path("engines")) {
            var away = engine.path("available").asBoolean() ? "" : " (away)";
            var version = engine.path("version").asText();
            engines.add(engine.path("name").asText() + (version.isEmpty() ? "" : " " + version) + away);
        }
        return String.join(", ", engines);
    }
}
