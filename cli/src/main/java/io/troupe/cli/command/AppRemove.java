package io.troupe.cli.command;

import io.troupe.cli.http.Paths;
import io.troupe.cli.words.Argument;
import io.troupe.cli.words.Given;
import io.troupe.cli.words.Syntax;
import java.util.List;

/** Stops an app and forgets it. */
final class AppRemove implements Command {
    @Override
    public Syntax syntax() {
        return Waiting.on(Syntax.of("app remove", "Stops an app and forgets it; its history stays."))
                .taking(Argument.one("APP", "The app's id, such as /prod/web; the first slash may be left out."));
    }

    @Override
    public int run(Session session, Given given) {
        var app = Paths.app(given.argument(0));
        var answer = session.server().delete("/v2/apps/" + Paths.id(app) + Waiting.query(given));
        return Deployment.follow(session, given, answer, List.of(app));
    }
}
