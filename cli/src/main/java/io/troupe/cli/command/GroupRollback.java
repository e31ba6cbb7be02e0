package io.troupe.cli.command;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.troupe.cli.words.Argument;
import io.troupe.cli.words.Given;
import io.troupe.cli.words.Syntax;

/** Brings a group, with all below it, back to what it was. */
final class GroupRollback implements Command {
    @Override
    public Syntax syntax() {
        return Waiting.on(Syntax.of("group rollback", "Brings a group and all below it back to a version."))
                .taking(GroupTarget.GROUP, Argument.one("VERSION", "As 'troupe group versions' shows it."));
    }

    @Override
    public int run(Session session, Given given) {
        var body = JsonNodeFactory.instance.objectNode().put("version", given.argument(1));
        return GroupTarget.change(session, given, given.argument(0), body);
    }
}
