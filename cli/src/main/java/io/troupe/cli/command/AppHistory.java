package io.troupe.cli.command;

import io.troupe.cli.http.Paths;
import io.troupe.cli.output.Table;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Shows what happened to an app, by whom and why. */
@Command(name = "history", description = "Shows what happened to an app, by whom and why.")
public final class AppHistory implements Callable<Integer> {
    private final Session session;

    @Parameters(paramLabel = "APP")
    private String app = "";

    AppHistory(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        var answer = session.server().get("/v1/workloads/" + Paths.id(app) + "/history");
        return session.show(answer, () -> {
            var table = new Table("AT", "WHO", "EVENT", "SUMMARY", "REASON");
            for (var entry : answer.path("entries")) {
                table.row(
                        entry.path("at").asText(),
                        entry.path("who").asText(),
                        entry.path("event").asText(),
                        entry.path("summary").asText(),
                        entry.path("reason").asText());
            }
            return table;
        });
    }
}
