package io.troupe.cli.command;

import io.troupe.cli.words.Argument;
import io.troupe.cli.words.Given;
import io.troupe.cli.words.Syntax;
import java.util.ArrayList;

/** Waits for the end of a running deployment. */
final class DeploymentWait implements Command {
    @Override
    public Syntax syntax() {
        return Syntax.of(
                        "deployment wait",
                        "Shows the progress of a deployment until it ends; its outcome is the exit code.")
                .with(Waiting.TIMEOUT)
                .taking(Argument.one("DEPLOYMENT", "The deployment's id."));
    }

    @Override
    public int run(Session session, Given given) {
        var running = DeploymentList.running(session, given.argument(0));
        var apps = new ArrayList<String>();
        running.path("affectedApps").forEach(app -> apps.add(app.asText()));
        return Deployment.await(session, given.argument(0), apps, Waiting.secondsMax(given));
    }
}
