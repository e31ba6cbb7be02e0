package io.troupe.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.troupe.cli.http.Paths;
import io.troupe.cli.output.Table;
import io.troupe.cli.words.Argument;
import io.troupe.cli.words.Given;
import io.troupe.cli.words.Syntax;
import java.util.ArrayList;
import java.util.Locale;

/** Lists the pods. */
final class PodList implements Command {
    @Override
    public Syntax syntax() {
        return Syntax.of("pod list", "Lists the pods, all of them or those below a group.")
                .taking(Argument.optional("GROUP", "A group, such as /prod."));
    }

    @Override
    public int run(Session session, Given given) {
        var group = given.arguments(0).isEmpty() ? "" : Paths.app(given.argument(0));
        var pods = JsonNodeFactory.instance.arrayNode();
        for (var pod : session.server().get("/v2/pods/::status")) {
            if (group.length() < 2 || pod.path("id").asText().startsWith(group + "/")) {
                pods.add(pod);
            }
        }
        return session.show(pods, () -> table(pods));
    }

    private static Table table(JsonNode pods) {
        var table = new Table("POD", "STABLE", "STATE", "CONTAINERS", "VERSION");
        for (var pod : pods) {
            var stable = 0;
            for (var instance : pod.path("instances")) {
                stable += instance.path("status").asText().equals("STABLE") ? 1 : 0;
            }
            var containers = new ArrayList<String>();
            pod.at("/spec/containers")
                    .forEach(container -> containers.add(container.path("name").asText()));
            table.row(
                    pod.path("id").asText(),
                    stable + "/" + pod.at("/spec/scaling/instances").asText(),
                    pod.path("status").asText().toLowerCase(Locale.ROOT),
                    String.join(", ", containers),
                    pod.at("/spec/version").asText());
        }
        return table;
    }
}
