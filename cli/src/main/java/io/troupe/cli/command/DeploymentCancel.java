package io.troupe.cli.command;

import io.troupe.cli.http.Paths;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Reverts a deployment, or only stops it with --force. */
@Command(name = "cancel", description = "Reverts a deployment, or only stops it with --force.")
public final class DeploymentCancel implements Callable<Integer> {
    private final Session session;

    @Parameters(paramLabel = "DEPLOYMENT")
    private String deployment = "";

    @Option(names = "--force", description = "Only stop it, and leave things as they are.")
    private boolean force;

    DeploymentCancel(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        session.server().delete("/v2/deployments/" + Paths.escaped(deployment) + "?force=" + force);
        session.out.println(deployment + (force ? ": stopped" : ": reverting"));
        return 0;
    }
}
