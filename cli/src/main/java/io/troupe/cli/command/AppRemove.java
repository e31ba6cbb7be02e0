package io.troupe.cli.command;

import io.troupe.cli.http.Paths;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Stops an app and forgets it. */
@Command(name = "remove", description = "Stops an app and forgets it.")
public final class AppRemove implements Callable<Integer> {
    private final Session session;

    @Parameters(paramLabel = "APP")
    private String app = "";

    @Mixin
    private final Change change = new Change();

    AppRemove(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        var answer = session.server().delete("/v2/apps/" + Paths.id(app) + change.query());
        return change.follow(session, answer, app, true);
    }
}
