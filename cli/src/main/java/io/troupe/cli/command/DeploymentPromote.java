package io.troupe.cli.command;

import io.troupe.cli.words.Given;
import io.troupe.cli.words.Syntax;

/** Lets all instances follow the canaries of a deployment. */
final class DeploymentPromote implements Command {
    @Override
    public Syntax syntax() {
        return Syntax.of(
                        "deployment promote",
                        "Lets all instances follow the canaries of a deployment. Waits for its end.")
                .with(Steering.FORCE, Waiting.NO_WAIT, Waiting.TIMEOUT)
                .taking(Steering.DEPLOYMENT);
    }

    @Override
    public int run(Session session, Given given) {
        return Steering.sayAndFollow(session, given, given.argument(0), "promote");
    }
}
