package io.troupe.cli.command;

import io.troupe.cli.http.Paths;
import io.troupe.cli.words.Given;
import io.troupe.cli.words.Syntax;

/** Lets what was tried beside the old instances of an app take their place. */
final class PromoteCommand implements Command {
    private final String path;
    private final String description;

    PromoteCommand(String path, String description) {
        this.path = path;
        this.description = description;
    }

    @Override
    public Syntax syntax() {
        return Syntax.of(path, description + " Waits for the end.")
                .with(Steering.FORCE, Waiting.NO_WAIT, Waiting.TIMEOUT)
                .taking(Steering.APP);
    }

    @Override
    public int run(Session session, Given given) {
        var deployment = Steering.deploymentOf(session, Paths.app(given.argument(0)));
        return Steering.sayAndFollow(session, given, deployment, "promote");
    }
}
