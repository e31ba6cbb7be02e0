package io.troupe.cli.command;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.troupe.cli.http.Paths;
import io.troupe.cli.words.Argument;
import io.troupe.cli.words.Given;
import io.troupe.cli.words.Syntax;
import java.util.List;

/** Replaces all instances of an app. */
final class AppRestart implements Command {
    @Override
    public Syntax syntax() {
        return Waiting.on(Syntax.of("app restart", "Replaces all instances of an app, as its upgrade strategy says."))
                .taking(Argument.one("APP", "The app's id, such as /prod/web; the first slash may be left out."));
    }

    @Override
    public int run(Session session, Given given) {
        var app = Paths.app(given.argument(0));
        var answer = session.server()
                .post(
                        "/v2/apps/" + Paths.id(app) + "/restart" + Waiting.query(given),
                        JsonNodeFactory.instance.objectNode());
        return Deployment.follow(session, given, answer, List.of(app));
    }
}
