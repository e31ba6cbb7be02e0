package io.troupe.cli.command;

import io.troupe.cli.words.Given;
import io.troupe.cli.words.Syntax;
import java.io.IOException;

/** One thing the program can do. It is made anew for each run, and only if it is asked for. */
public interface Command {
    Syntax syntax();

    /**
     * Does it, and answers the exit code.
     *
     * @throws IOException if a file or a stream of this machine cannot be read
     */
    int run(Session session, Given given) throws IOException;
}
