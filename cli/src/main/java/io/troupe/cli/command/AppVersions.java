package io.troupe.cli.command;

import io.troupe.cli.http.Paths;
import io.troupe.cli.output.Table;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Lists the versions of an app. */
@Command(name = "versions", description = "Lists the versions of an app.")
public final class AppVersions implements Callable<Integer> {
    private final Session session;

    @Parameters(paramLabel = "APP")
    private String app = "";

    AppVersions(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        var answer = session.server().get("/v2/apps/" + Paths.id(app) + "/versions");
        return session.show(answer, () -> {
            var table = new Table("VERSION");
            answer.path("versions").forEach(version -> table.row(version.asText()));
            return table;
        });
    }
}
