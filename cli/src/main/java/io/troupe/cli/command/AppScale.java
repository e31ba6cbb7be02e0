package io.troupe.cli.command;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.troupe.cli.http.Paths;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Sets how many instances an app has. */
@Command(name = "scale", description = "Sets how many instances an app has.")
public final class AppScale implements Callable<Integer> {
    private final Session session;

    @Parameters(index = "0", paramLabel = "APP")
    private String app = "";

    @Parameters(index = "1", paramLabel = "COUNT")
    private int count;

    @Mixin
    private final Change change = new Change();

    AppScale(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        var body = JsonNodeFactory.instance.objectNode().put("instances", count);
        var answer = session.server().put("/v2/apps/" + Paths.id(app) + change.query(), body);
        return change.follow(session, answer, app, false);
    }
}
