package io.troupe.cli.command;

import io.troupe.cli.output.Table;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** Lists the apps. */
@Command(name = "list", description = "Lists the apps.")
public final class AppList implements Callable<Integer> {
    private final Session session;

    AppList(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        var answer = session.server().get("/v2/apps");
        return session.show(answer, () -> {
            var table = new Table("APP", "RUNNING", "CPUS", "MIB", "RUNS", "VERSION");
            for (var app : answer.path("apps")) {
                var image = app.path("container").path("docker").path("image").asText();
                table.row(
                        app.path("id").asText(),
                        app.path("tasksRunning").asInt() + "/"
                                + app.path("instances").asInt(),
                        app.path("cpus").asText(),
                        app.path("mem").asText(),
                        image.isEmpty() ? app.path("cmd").asText() : image,
                        app.path("version").asText());
            }
            return table;
        });
    }
}
