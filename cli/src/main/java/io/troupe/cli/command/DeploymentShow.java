package io.troupe.cli.command;

import io.troupe.cli.outcome.ExitCode;
import io.troupe.cli.outcome.Failure;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Shows one running deployment. */
@Command(name = "show", description = "Shows one running deployment.")
public final class DeploymentShow implements Callable<Integer> {
    private final Session session;

    @Parameters(paramLabel = "DEPLOYMENT")
    private String deployment = "";

    DeploymentShow(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        for (var running : session.server().get("/v2/deployments")) {
            if (running.path("id").asText().equals(deployment)) {
                return session.show(running);
            }
        }
        throw new Failure(
                ExitCode.NOT_FOUND, "No deployment " + deployment + " is running; see: troupe deployment list");
    }
}
