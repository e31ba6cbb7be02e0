package io.troupe.cli.command;

import io.troupe.cli.words.Given;
import io.troupe.cli.words.Syntax;

/** Lets a paused deployment go on. */
final class DeploymentResume implements Command {
    @Override
    public Syntax syntax() {
        return Syntax.of(
                        "deployment resume",
                        "Lets a paused deployment go on, and forgives what has failed. Waits for its end.")
                .with(Waiting.NO_WAIT, Waiting.TIMEOUT)
                .taking(Steering.DEPLOYMENT);
    }

    @Override
    public int run(Session session, Given given) {
        return Steering.sayAndFollow(session, given, given.argument(0), "resume");
    }
}
