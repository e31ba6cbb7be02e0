package io.troupe.cli.command;

import io.troupe.cli.http.Paths;
import io.troupe.cli.output.Table;
import java.util.ArrayList;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Lists the tasks of all apps, or of one. */
@Command(name = "list", description = "Lists the tasks of all apps, or of one.")
public final class TaskList implements Callable<Integer> {
    private final Session session;

    @Parameters(arity = "0..1", paramLabel = "APP")
    private String app = "";

    TaskList(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        var answer = session.server().get(app.isEmpty() ? "/v2/tasks" : "/v2/apps/" + Paths.id(app) + "/tasks");
        return session.show(answer, () -> {
            var table = new Table("TASK", "APP", "STATE", "HOST", "PORTS", "STARTED");
            for (var task : answer.path("tasks")) {
                var ports = new ArrayList<String>();
                task.path("ports").forEach(port -> ports.add(port.asText()));
                table.row(
                        task.path("id").asText(),
                        task.path("appId").asText(),
                        task.path("state").asText(),
                        task.path("host").asText(),
                        String.join(",", ports),
                        task.path("startedAt").asText());
            }
            return table;
        });
    }
}
