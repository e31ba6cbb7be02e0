package io.troupe.cli.command;

import io.troupe.cli.http.Paths;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Shows one node. */
@Command(name = "show", description = "Shows one node.")
public final class NodeShow implements Callable<Integer> {
    private final Session session;

    @Parameters(paramLabel = "NODE")
    private String node = "";

    NodeShow(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        return session.show(session.server().get("/v1/nodes/" + Paths.escaped(node)));
    }
}
