package io.troupe.cli.command;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.troupe.cli.words.Argument;
import io.troupe.cli.words.Given;
import io.troupe.cli.words.Syntax;
import io.troupe.cli.words.UsageException;

/** Multiplies the instances of all apps below a group. */
final class GroupScale implements Command {
    @Override
    public Syntax syntax() {
        return Waiting.on(Syntax.of("group scale", "Multiplies the instances of each app below a group."))
                .taking(
                        GroupTarget.GROUP,
                        Argument.one("FACTOR", "2 doubles, 0.5 halves and rounds up, 0 stops all and keeps the apps."));
    }

    @Override
    public int run(Session session, Given given) {
        double factor;
        try {
            factor = Double.parseDouble(given.argument(1));
        } catch (NumberFormatException e) {
            throw new UsageException("FACTOR must be a number, not '" + given.argument(1) + "'");
        }
        if (!(factor >= 0) || Double.isInfinite(factor)) {
            throw new UsageException("FACTOR must be 0 or more");
        }
        var body = JsonNodeFactory.instance.objectNode().put("scaleBy", factor);
        return GroupTarget.change(session, given, given.argument(0), body);
    }
}
