package io.troupe.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.troupe.cli.http.Paths;
import io.troupe.cli.outcome.ExitCode;
import io.troupe.cli.outcome.Failure;
import io.troupe.cli.words.Argument;
import io.troupe.cli.words.Given;
import io.troupe.cli.words.Option;
import io.troupe.cli.words.Syntax;
import java.util.List;

/** Kills instances of an app. */
final class AppKill implements Command {
    private static final Option SCALE = Option.flag("Do not replace them: want as many fewer.", "--scale");

    @Override
    public Syntax syntax() {
        return Waiting.on(Syntax.of(
                                "app kill",
                                "Kills tasks of an app, or all of them; they are replaced, unless --scale is said.")
                        .with(SCALE))
                .taking(
                        Argument.one("APP", "The app's id, such as /prod/web; the first slash may be left out."),
                        Argument.any("TASK", "The tasks to kill; all if none is said."));
    }

    @Override
    public int run(Session session, Given given) {
        var app = Paths.app(given.argument(0));
        var tasks = given.arguments(1);
        var server = session.server();
        var query = "?scale=" + given.has(SCALE) + "&force=" + given.has(Waiting.FORCE);
        if (!tasks.isEmpty()) {
            requireAll(
                    app,
                    tasks,
                    server.get("/v2/apps/" + Paths.id(app) + "/tasks").path("tasks"));
        }
        var body = JsonNodeFactory.instance.objectNode();
        tasks.forEach(body.putArray("ids")::add);
        var answer = tasks.isEmpty()
                ? server.delete("/v2/apps/" + Paths.id(app) + "/tasks" + query)
                : server.post("/v2/tasks/delete" + query, body);
        if (given.has(SCALE) && answer.has("deploymentId")) {
            return Deployment.follow(session, given, answer, List.of(app));
        }
        return session.showText(answer, () -> killed(app, answer));
    }

    private static String killed(String app, JsonNode answer) {
        var text = new StringBuilder();
        for (var task : answer.path("tasks")) {
            text.append(task.path("id").asText()).append(" killed\n");
        }
        return text.isEmpty() ? app + " has no task to kill\n" : text.toString();
    }

    /** An instance's id is taken for that of its only task. */
    private static void requireAll(String app, List<String> tasks, JsonNode present) {
        for (var task : tasks) {
            var found = false;
            for (var candidate : present) {
                var id = candidate.path("id").asText();
                found |= id.equals(task) || id.startsWith(task + "._");
            }
            if (!found) {
                throw new Failure(
                        ExitCode.NOT_FOUND,
                        app + " has no task " + task + ", so nothing was killed; see: troupe task list " + app);
            }
        }
    }
}
