package io.troupe.cli.command;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.troupe.cli.http.Paths;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Replaces all instances of an app. */
@Command(name = "restart", description = "Replaces all instances of an app.")
public final class AppRestart implements Callable<Integer> {
    private final Session session;

    @Parameters(paramLabel = "APP")
    private String app = "";

    @Mixin
    private final Change change = new Change();

    AppRestart(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        var answer = session.server()
                .post("/v2/apps/" + Paths.id(app) + "/restart" + change.query(), JsonNodeFactory.instance.objectNode());
        return change.follow(session, answer, app, false);
    }
}
