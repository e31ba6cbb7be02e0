package io.troupe.cli.command;

import io.troupe.cli.words.Given;
import io.troupe.cli.words.Option;
import io.troupe.cli.words.Syntax;

/** The options of all commands that change apps. */
final class Waiting {
    static final Option NO_WAIT = Option.flag("Return as soon as the change is accepted.", "--no-wait");
    static final Option TIMEOUT = Option.value("SECONDS", "How long to wait; 300 if not said.", "--timeout");
    static final Option FORCE = Option.flag("Cancel the deployment that holds the app.", "--force");
    private static final long SECONDS_OTHERWISE = 300;

    private Waiting() {}

    static Syntax on(Syntax syntax) {
        return syntax.with(FORCE, NO_WAIT, TIMEOUT);
    }

    static String query(Given given) {
        return "?force=" + given.has(FORCE);
    }

    static long secondsMax(Given given) {
        return given.number(TIMEOUT, SECONDS_OTHERWISE, 1);
    }
}
