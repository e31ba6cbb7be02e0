package io.troupe.cli.command;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.troupe.cli.http.Paths;
import io.troupe.cli.words.Argument;
import io.troupe.cli.words.Given;
import io.troupe.cli.words.Syntax;
import java.util.List;

/** Sets how many instances an app has. */
final class AppScale implements Command {
    @Override
    public Syntax syntax() {
        return Waiting.on(Syntax.of("app scale", "Sets how many instances an app has."))
                .taking(
                        Argument.one("APP", "The app's id, such as /prod/web; the first slash may be left out."),
                        Argument.one("COUNT", "How many there are to be; 0 stops all and keeps the app."));
    }

    @Override
    public int run(Session session, Given given) {
        var app = Paths.app(given.argument(0));
        var count = Given.number("COUNT", given.argument(1), 0);
        var body = JsonNodeFactory.instance.objectNode().put("instances", count);
        var answer = session.server().put("/v2/apps/" + Paths.id(app) + Waiting.query(given), body);
        return Deployment.follow(session, given, answer, List.of(app));
    }
}
