package io.troupe.cli.command;

import io.troupe.cli.outcome.ExitCode;
import io.troupe.cli.outcome.Failure;
import io.troupe.cli.words.Argument;
import io.troupe.cli.words.Given;
import io.troupe.cli.words.Syntax;

/** {@code up} and {@code node}: here to be listed; the launcher starts the node's own program for them. */
final class NodeStarter implements Command {
    private final String path;
    private final String description;

    NodeStarter(String path, String description) {
        this.path = path;
        this.description = description;
    }

    @Override
    public Syntax syntax() {
        return Syntax.of(path, description)
                .taking(Argument.any("SETTING", "As 'bin/troupe " + path + " --help' lists them."));
    }

    @Override
    public int run(Session session, Given given) {
        throw new Failure(ExitCode.USAGE, "A node is started by the launcher: bin/troupe " + path);
    }
}
