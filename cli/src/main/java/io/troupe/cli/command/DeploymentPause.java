package io.troupe.cli.command;

import io.troupe.cli.words.Given;
import io.troupe.cli.words.Syntax;

/** Stops a deployment where it is, for a while. */
final class DeploymentPause implements Command {
    @Override
    public Syntax syntax() {
        return Syntax.of(
                        "deployment pause",
                        "Stops a deployment where it is, until it is resumed; what runs is kept up.")
                .taking(Steering.DEPLOYMENT);
    }

    @Override
    public int run(Session session, Given given) {
        return Steering.say(session, given, given.argument(0), "pause");
    }
}
