package io.troupe.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import io.troupe.cli.outcome.ExitCode;
import io.troupe.cli.outcome.Failure;
import io.troupe.cli.output.Table;
import io.troupe.cli.words.Given;
import io.troupe.cli.words.Syntax;

/** Lists the running deployments. */
final class DeploymentList implements Command {
    @Override
    public Syntax syntax() {
        return Syntax.of("deployment list", "Lists the deployments that go on.");
    }

    @Override
    public int run(Session session, Given given) {
        var answer = session.server().get("/v2/deployments");
        return session.show(answer, () -> {
            var table = new Table("DEPLOYMENT", "STEP", "SINCE", "APPS", "WAITS FOR");
            for (var deployment : answer) {
                table.row(
                        deployment.path("id").asText(),
                        deployment.path("currentStep").asText() + "/"
                                + deployment.path("totalSteps").asText(),
                        deployment.path("version").asText(),
                        Facts.joined(deployment.path("affectedApps")),
                        Facts.joined(deployment.path("waitsFor")));
            }
            return table;
        });
    }

    /** The one of that id, if it goes on. */
    static JsonNode running(Session session, String id) {
        for (var running : session.server().get("/v2/deployments")) {
            if (running.path("id").asText().equals(id)) {
                return running;
            }
        }
        throw new Failure(
                ExitCode.NOT_FOUND,
                "No deployment " + id
                        + " goes on. How it ended: troupe app history APP. Those that go on: troupe deployment list");
    }
}
