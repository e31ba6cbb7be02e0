package io.troupe.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.troupe.cli.http.Paths;
import io.troupe.cli.outcome.ExitCode;
import io.troupe.cli.outcome.Failure;
import io.troupe.cli.words.Argument;
import io.troupe.cli.words.Given;
import io.troupe.cli.words.Option;
import java.util.ArrayList;
import java.util.List;

/** What is said to a deployment that goes on: pause, resume, promote. */
final class Steering {
    static final Argument DEPLOYMENT = Argument.one("DEPLOYMENT", "The deployment's id.");
    static final Argument APP =
            Argument.one("APP", "The app's id, such as /prod/web; the first slash may be left out.");
    static final Option FORCE = Option.flag("Also if the new instances are not all ready.", "--force");

    private Steering() {}

    static int say(Session session, Given given, String deployment, String what) {
        var answer = ask(session, given, deployment, what);
        return session.showText(
                answer,
                () -> "deployment " + deployment + ": " + past(what) + ", for " + Facts.joined(answer.path("workloads"))
                        + "\n");
    }

    static int sayAndFollow(Session session, Given given, String deployment, String what) {
        var apps = apps(DeploymentList.running(session, deployment));
        ask(session, given, deployment, what);
        return given.has(Waiting.NO_WAIT)
                ? session.showText(
                        JsonNodeFactory.instance.objectNode().put("deployment", deployment),
                        () -> "deployment " + deployment + ": " + past(what) + "\n")
                : Deployment.await(session, deployment, apps, Waiting.secondsMax(given));
    }

    private static JsonNode ask(Session session, Given given, String deployment, String what) {
        return session.server()
                .post(
                        "/v1/deployments/" + Paths.escaped(deployment) + "/" + what
                                + (given.has(FORCE) ? "?force=true" : ""),
                        JsonNodeFactory.instance.objectNode());
    }

    /** The deployment that changes an app. */
    static String deploymentOf(Session session, String app) {
        var deployment = session.server().get("/v1/workloads/" + Paths.id(app)).path("deployment");
        if (deployment.isNull() || deployment.asText().isEmpty()) {
            throw new Failure(ExitCode.NOT_FOUND, "No deployment changes " + app + " now");
        }
        return deployment.asText();
    }

    static List<String> apps(JsonNode deployment) {
        var apps = new ArrayList<String>();
        deployment.path("affectedApps").forEach(app -> apps.add(app.asText()));
        return apps;
    }

    private static String past(String what) {
        return what.endsWith("e") ? what + "d" : what + "ed";
    }
}
