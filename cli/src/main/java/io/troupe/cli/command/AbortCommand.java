package io.troupe.cli.command;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.troupe.cli.http.Paths;
import io.troupe.cli.words.Given;
import io.troupe.cli.words.Syntax;

/** Takes back what was tried beside the old instances of an app. */
final class AbortCommand implements Command {
    private final String path;
    private final String description;

    AbortCommand(String path, String description) {
        this.path = path;
        this.description = description;
    }

    @Override
    public Syntax syntax() {
        return Syntax.of(path, description + " Waits for the end.")
                .with(Waiting.NO_WAIT, Waiting.TIMEOUT)
                .taking(Steering.APP);
    }

    @Override
    public int run(Session session, Given given) {
        var deployment = Steering.deploymentOf(session, Paths.app(given.argument(0)));
        var apps = Steering.apps(DeploymentList.running(session, deployment));
        var answer = session.server()
                .post("/v1/deployments/" + Paths.escaped(deployment) + "/abort", JsonNodeFactory.instance.objectNode());
        var undoing = JsonNodeFactory.instance.objectNode();
        undoing.set("deploymentId", answer.path("undoneBy"));
        return Deployment.follow(session, given, undoing, apps);
    }
}
