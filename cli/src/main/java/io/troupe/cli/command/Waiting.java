package io.troupe.cli.command;

import io.troupe.cli.words.Given;
import io.troupe.cli.words.Option;
import io.troupe.cli.words.Syntax;
import io.troupe.cli.words.UsageException;
import java.util.List;

/** The options of all commands that change apps. */
final class Waiting {
    static final Option NO_WAIT = Option.flag("Return as soon as the change is accepted.", "--no-wait");
    static final Option TIMEOUT = Option.value("SECONDS", "How long to wait; 300 if not said.", "--timeout");
    static final Option FORCE = Option.flag("Cancel the deployment that holds the app.", "--force");
    static final Option ON_CONFLICT = Option.choice(
            "WHAT",
            List.of("reject", "queue", "supersede"),
            "If another deployment holds the app: reject (default), queue (wait in line), or supersede (as --force).",
            "--on-conflict");

    private static final long SECONDS_OTHERWISE = 300;

    private Waiting() {}

    static Syntax on(Syntax syntax) {
        return syntax.with(FORCE, ON_CONFLICT, NO_WAIT, TIMEOUT);
    }

    static String query(Given given) {
        var onConflict = given.value(ON_CONFLICT);
        if (onConflict.isPresent() && given.has(FORCE)) {
            throw new UsageException("--force and --on-conflict say the same; say one of them");
        }
        return onConflict.map(what -> "?onConflict=" + what).orElse("?force=" + given.has(FORCE));
    }

    static long secondsMax(Given given) {
        return given.number(TIMEOUT, SECONDS_OTHERWISE, 1);
    }
}
