package io.troupe.cli.command;

import io.troupe.cli.http.Paths;
import io.troupe.cli.words.Argument;
import io.troupe.cli.words.Given;
import io.troupe.cli.words.Option;
import io.troupe.cli.words.Syntax;
import java.util.ArrayList;

/** Takes a deployment back, or only stops it. */
final class DeploymentCancel implements Command {
    private static final Option STOP = Option.flag("Only stop it, and leave things as they are.", "--stop");

    @Override
    public Syntax syntax() {
        return Syntax.of(
                        "deployment cancel",
                        "Takes a deployment back: its apps become again what they were. Waits for that.")
                .with(STOP, Waiting.NO_WAIT, Waiting.TIMEOUT)
                .taking(Argument.one("DEPLOYMENT", "The deployment's id."));
    }

    @Override
    public int run(Session session, Given given) {
        var id = given.argument(0);
        var apps = new ArrayList<String>();
        DeploymentList.running(session, id).path("affectedApps").forEach(app -> apps.add(app.asText()));
        var answer = session.server().delete("/v2/deployments/" + Paths.escaped(id) + "?force=" + given.has(STOP));
        if (given.has(STOP)) {
            session.out.println("deployment " + id + ": stopped");
            return 0;
        }
        return Deployment.follow(session, given, answer, apps);
    }
}
