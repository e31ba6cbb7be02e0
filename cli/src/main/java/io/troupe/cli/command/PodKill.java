package io.troupe.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.troupe.cli.http.Paths;
import io.troupe.cli.outcome.ExitCode;
import io.troupe.cli.outcome.Failure;
import io.troupe.cli.words.Argument;
import io.troupe.cli.words.Given;
import io.troupe.cli.words.Syntax;
import java.util.ArrayList;
import java.util.List;

/** Kills instances of a pod; they are replaced. */
final class PodKill implements Command {
    @Override
    public Syntax syntax() {
        return Syntax.of("pod kill", "Kills instances of a pod, or all of them; they are replaced.")
                .taking(
                        Argument.one("POD", "The pod's id, such as /prod/web; the first slash may be left out."),
                        Argument.any("INSTANCE", "The instances to kill; all if none is said."));
    }

    @Override
    public int run(Session session, Given given) {
        var pod = Paths.app(given.argument(0));
        var path = "/v2/pods/" + Paths.id(pod);
        var present = new ArrayList<String>();
        session.server()
                .get(path + "::status")
                .path("instances")
                .forEach(instance -> present.add(instance.path("id").asText()));
        var chosen = chosen(pod, given.arguments(1), present);
        if (chosen.isEmpty()) {
            return session.showText(JsonNodeFactory.instance.arrayNode(), () -> pod + " has no instance to kill\n");
        }
        var body = JsonNodeFactory.instance.arrayNode();
        chosen.forEach(body::add);
        var answer = session.server().delete(path + "::instances", body);
        return session.showText(answer, () -> killed(answer));
    }

    /** A task's id is taken for that of its instance. */
    private static List<String> chosen(String pod, List<String> named, List<String> present) {
        if (named.isEmpty()) {
            return present;
        }
        var chosen = new ArrayList<String>();
        for (var name : named) {
            var instance = present.stream()
                    .filter(id -> id.equals(name) || name.startsWith(id + "."))
                    .findFirst();
            chosen.add(instance.orElseThrow(() -> new Failure(
                    ExitCode.NOT_FOUND,
                    pod + " has no instance " + name + ", so nothing was killed; see: troupe pod show " + pod)));
        }
        return chosen;
    }

    private static String killed(JsonNode answer) {
        var text = new StringBuilder();
        answer.forEach(
                instance -> text.append(instance.path("instanceId").asText()).append(" killed\n"));
        return text.toString();
    }
}
