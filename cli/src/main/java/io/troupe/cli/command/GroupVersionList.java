package io.troupe.cli.command;

import io.troupe.cli.output.Table;
import io.troupe.cli.words.Given;
import io.troupe.cli.words.Syntax;

/** Lists the versions of a group. */
final class GroupVersionList implements Command {
    @Override
    public Syntax syntax() {
        return Syntax.of("group versions", "Lists the versions of a group, newest first.")
                .taking(GroupTarget.GROUP);
    }

    @Override
    public int run(Session session, Given given) {
        var answer = session.server().get(GroupTarget.path(given.argument(0)) + "/versions");
        return session.show(answer, () -> {
            var table = new Table("VERSION");
            answer.forEach(version -> table.row(version.asText()));
            return table;
        });
    }
}
