package io.troupe.cli.command;

import io.troupe.cli.words.Given;
import io.troupe.cli.words.Syntax;

/** Stops all below a group and forgets it. */
final class GroupRemove implements Command {
    @Override
    public Syntax syntax() {
        return Waiting.on(
                        Syntax.of("group remove", "Stops all apps below a group, dependents first, and forgets them."))
                .taking(GroupTarget.GROUP);
    }

    @Override
    public int run(Session session, Given given) {
        var path = GroupTarget.path(given.argument(0));
        var query = Waiting.query(given);
        var apps = GroupTarget.appsOf(session.server().delete(path + query + "&dryRun=true"));
        var answer = session.server().delete(path + query);
        return GroupTarget.follow(session, given, given.argument(0), answer, apps);
    }
}
