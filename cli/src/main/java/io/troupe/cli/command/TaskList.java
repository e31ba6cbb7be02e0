package io.troupe.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import io.troupe.cli.http.Paths;
import io.troupe.cli.output.Table;
import io.troupe.cli.progress.Words;
import io.troupe.cli.words.Argument;
import io.troupe.cli.words.Given;
import io.troupe.cli.words.Syntax;
import java.util.ArrayList;

/** Lists the tasks of all apps, or of one. */
final class TaskList implements Command {
    @Override
    public Syntax syntax() {
        return Syntax.of("task list", "Lists the tasks of all apps, or of one.")
                .taking(Argument.optional("APP", "The app's id."));
    }

    @Override
    public int run(Session session, Given given) {
        var path = given.arguments(0).isEmpty() ? "/v2/tasks" : "/v2/apps/" + Paths.id(given.argument(0)) + "/tasks";
        var answer = session.server().get(path);
        return session.show(answer, () -> table(answer.path("tasks")));
    }

    static Table table(JsonNode tasks) {
        var table = new Table("TASK", "APP", "STATE", "HOST", "PORTS", "STARTED");
        for (var task : tasks) {
            var ports = new ArrayList<String>();
            task.path("ports").forEach(port -> ports.add(port.asText()));
            table.row(
                    task.path("id").asText(),
                    task.path("appId").asText(),
                    Words.of(task.path("state").asText().replaceFirst("^TASK_", "")) + health(task),
                    task.path("host").asText(),
                    String.join(",", ports),
                    task.path("startedAt").asText());
        }
        return table;
    }

    /** What its health checks say, after a comma; nothing for a task without checks. */
    private static String health(JsonNode task) {
        var results = task.path("healthCheckResults");
        if (results.isEmpty()) {
            return "";
        }
        var unknown = false;
        for (var result : results) {
            if (result.path("consecutiveFailures").asInt() > 0) {
                var cause = result.path("lastFailureCause").asText();
                return ", unhealthy" + (cause.isEmpty() ? "" : " (" + cause + ")");
            }
            unknown |= !result.path("alive").asBoolean();
        }
        return unknown ? ", not healthy yet" : ", healthy";
    }
}
