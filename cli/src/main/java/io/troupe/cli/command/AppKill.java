package io.troupe.cli.command;

import io.troupe.cli.http.Paths;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Kills the instances of an app, which are then replaced. */
@Command(name = "kill", description = "Kills the instances of an app, which are then replaced.")
public final class AppKill implements Callable<Integer> {
    private final Session session;

    @Parameters(paramLabel = "APP")
    private String app = "";

    @Option(names = "--scale", description = "Do not replace them.")
    private boolean scale;

    AppKill(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        var answer = session.server().delete("/v2/apps/" + Paths.id(app) + "/tasks?scale=" + scale);
        session.out.println(app + ": " + answer.path("tasks").size() + " killed");
        return 0;
    }
}
