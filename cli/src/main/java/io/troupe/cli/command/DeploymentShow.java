package io.troupe.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import io.troupe.cli.output.Table;
import io.troupe.cli.words.Argument;
import io.troupe.cli.words.Given;
import io.troupe.cli.words.Syntax;

/** Shows one running deployment. */
final class DeploymentShow implements Command {
    @Override
    public Syntax syntax() {
        return Syntax.of("deployment show", "Shows one deployment that goes on.")
                .taking(Argument.one("DEPLOYMENT", "The deployment's id."));
    }

    @Override
    public int run(Session session, Given given) {
        var running = DeploymentList.running(session, given.argument(0));
        return session.showText(running, () -> {
            var facts = new Facts(session)
                    .fact("Deployment", running.path("id").asText())
                    .fact("Since", running.path("version").asText())
                    .fact(
                            "Step",
                            running.path("currentStep").asText() + " of "
                                    + running.path("totalSteps").asText());
            for (var reason : running.path("waitsFor")) {
                facts.fact("Waits for", reason.asText());
            }
            var table = new Table("STEP", "ACTION", "APP", "STATE");
            var current = running.path("currentStep").asInt();
            var number = 0;
            for (var step : running.path("steps")) {
                number++;
                for (var action : step.path("actions")) {
                    var goesOn = number == current
                            && isCurrent(running, action.path("app").asText());
                    var state = goesOn ? "goes on" : number > current ? "to come" : "done";
                    table.row(
                            number,
                            action.path("action").asText(),
                            action.path("app").asText(),
                            state);
                }
            }
            return facts.text() + "\n" + session.text(table);
        });
    }

    private static boolean isCurrent(JsonNode deployment, String app) {
        for (var action : deployment.path("currentActions")) {
            if (action.path("app").asText().equals(app)) {
                return true;
            }
        }
        return false;
    }
}
