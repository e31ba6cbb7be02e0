package io.troupe.cli.command;

import io.troupe.cli.http.Paths;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Shows one app. */
@Command(name = "show", description = "Shows one app.")
public final class AppShow implements Callable<Integer> {
    private final Session session;

    @Parameters(paramLabel = "APP")
    private String app = "";

    AppShow(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        return session.show(session.server().get("/v2/apps/" + Paths.id(app)).path("app"));
    }
}
