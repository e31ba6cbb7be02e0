package io.troupe.cli.command;

import io.troupe.cli.http.Paths;
import io.troupe.cli.output.Table;
import io.troupe.cli.words.Argument;
import io.troupe.cli.words.Given;
import io.troupe.cli.words.Syntax;

/** Lists the versions of a pod. */
final class PodVersions implements Command {
    @Override
    public Syntax syntax() {
        return Syntax.of("pod versions", "Lists the versions of a pod, newest first.")
                .taking(Argument.one("POD", "The pod's id, such as /prod/web; the first slash may be left out."));
    }

    @Override
    public int run(Session session, Given given) {
        var answer = session.server().get("/v2/pods/" + Paths.id(given.argument(0)) + "::versions");
        return session.show(answer, () -> {
            var table = new Table("VERSION");
            answer.forEach(version -> table.row(version.asText()));
            return table;
        });
    }
}
