package io.troupe.cli.command;

import io.troupe.cli.http.Paths;
import io.troupe.cli.words.Given;
import io.troupe.cli.words.Syntax;
import io.troupe.cli.words.UsageException;
import java.io.IOException;
import java.util.List;

/** Starts all instances of a new definition beside all old ones, and waits until they are good. */
final class BlueGreenDeploy implements Command {
    @Override
    public Syntax syntax() {
        return Waiting.on(Syntax.of(
                        "bluegreen deploy",
                        "Starts all instances of an app's new definition beside all old ones, and waits until they are ready to take over.")
                .with(ApplyCommand.FILE));
    }

    @Override
    public int run(Session session, Given given) throws IOException {
        if (!given.has(ApplyCommand.FILE)) {
            throw new UsageException("--file is missing");
        }
        var files = AppFiles.read(given.values(ApplyCommand.FILE), session.in);
        if (files.apps().size() != 1 || !files.groups().isEmpty()) {
            throw new UsageException("blue and green are of one app: the file must hold exactly one");
        }
        var app = files.apps().entrySet().iterator().next();
        var answer = session.server()
                .put(
                        "/v2/apps/" + Paths.id(app.getKey()) + Waiting.query(given)
                                + "&partialUpdate=false&rollout=blueGreen",
                        app.getValue());
        return Deployment.follow(session, given, answer, List.of(app.getKey()));
    }
}
