package io.troupe.cli.command;

import io.troupe.cli.words.Given;
import io.troupe.cli.words.Syntax;
import io.troupe.cli.words.UsageException;
import java.io.IOException;

/** Says what applying files would do, and does nothing. */
final class PlanCommand implements Command {
    @Override
    public Syntax syntax() {
        return Syntax.of(
                        "plan",
                        "Says what applying files would do, where, and what it would wait for; changes nothing.")
                .with(ApplyCommand.FILE);
    }

    @Override
    public int run(Session session, Given given) throws IOException {
        if (!given.has(ApplyCommand.FILE)) {
            throw new UsageException("--file is missing");
        }
        var definitions = new Definitions(AppFiles.read(given.values(ApplyCommand.FILE), session.in));
        var plan = definitions.put(session, "?dryRun=true");
        return session.showText(plan, () -> new PlanText(session.paint()).of(plan));
    }
}
