package io.troupe.cli.command;

import io.troupe.cli.http.Paths;
import io.troupe.cli.output.Table;
import io.troupe.cli.words.Argument;
import io.troupe.cli.words.Given;
import io.troupe.cli.words.Syntax;

/** Lists the versions of an app. */
final class AppVersions implements Command {
    @Override
    public Syntax syntax() {
        return Syntax.of("app versions", "Lists the versions of an app, newest first.")
                .taking(Argument.one("APP", "The app's id, such as /prod/web; the first slash may be left out."));
    }

    @Override
    public int run(Session session, Given given) {
        var path = "/v2/apps/" + Paths.id(given.argument(0)) + "/versions";
        var answer = session.server().get(path);
        return session.show(answer, () -> {
            var table = new Table("VERSION");
            answer.path("versions").forEach(version -> table.row(version.asText()));
            return table;
        });
    }
}
