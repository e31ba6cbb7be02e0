package io.troupe.cli.command;

import io.troupe.cli.http.Paths;
import io.troupe.cli.words.Argument;
import io.troupe.cli.words.Given;
import io.troupe.cli.words.Syntax;

/** Ends the back-off of an app. */
final class QueueReset implements Command {
    @Override
    public Syntax syntax() {
        return Syntax.of("queue reset", "Ends the back-off of an app: what waits is launched at once.")
                .taking(Argument.one("APP", "The app's id, such as /prod/web; the first slash may be left out."));
    }

    @Override
    public int run(Session session, Given given) {
        var app = Paths.app(given.argument(0));
        session.server().delete("/v2/queue/" + Paths.id(app) + "/delay");
        session.out.println(app + ": the next launch does not wait");
        return 0;
    }
}
