package io.troupe.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import io.troupe.cli.http.Paths;
import io.troupe.cli.http.Server;
import io.troupe.cli.outcome.ExitCode;
import io.troupe.cli.outcome.Failure;
import java.util.concurrent.locks.LockSupport;
import picocli.CommandLine.Option;

/** What all commands that change apps share: how long they wait for the deployment. */
final class Change {
    private static final long POLL_NANOS = 200_000_000L;

    @Option(names = "--no-wait", description = "Return once the change is accepted.")
    private boolean noWait;

    @Option(
            names = "--timeout",
            paramLabel = "SECONDS",
            defaultValue = "300",
            description = "How long to wait (${DEFAULT-VALUE} s).")
    private long timeoutSeconds = 300;

    @Option(names = "--force", description = "Cancel a deployment that holds the app.")
    private boolean force;

    String query() {
        return "?force=" + force;
    }

    /** Waits till the deployment is over, and says on the error stream how far it is whenever that changes. */
    int follow(Session session, JsonNode answer, String app, boolean removed) {
        var deployment = answer.path("deploymentId")
                .asText(answer.path("deployments").path(0).path("id").asText());
        if (noWait || deployment.isEmpty()) {
            session.out.println(deployment.isEmpty() ? app + ": accepted" : app + ": deployment " + deployment);
            return 0;
        }
        var server = session.server();
        var deadline = System.nanoTime() + timeoutSeconds * 1_000_000_000L;
        var last = "";
        while (runs(server, deployment)) {
            if (System.nanoTime() > deadline) {
                throw new Failure(
                        ExitCode.TIMED_OUT,
                        "Deployment " + deployment + " still goes on after " + timeoutSeconds
                                + " s; see: troupe explain " + app);
            }
            var now = removed ? app + ": stopping" : progress(server, app);
            if (!now.equals(last)) {
                session.err.println(now);
                last = now;
            }
            LockSupport.parkNanos(POLL_NANOS);
        }
        if (removed) {
            session.out.println(app + ": removed");
            return 0;
        }
        var state = server.get("/v2/apps/" + Paths.id(app)).path("app");
        session.out.println(progress(server, app));
        if (state.path("tasksRunning").asInt() < state.path("instances").asInt()) {
            throw new Failure(
                    ExitCode.FAILURE,
                    "The deployment ended, but not all of " + app + " runs; see: troupe explain " + app);
        }
        return 0;
    }

    private static boolean runs(Server server, String deployment) {
        for (var running : server.get("/v2/deployments")) {
            if (running.path("id").asText().equals(deployment)) {
                return true;
            }
        }
        return false;
    }

    private static String progress(Server server, String app) {
        var answer = server.answerTo("GET", "/v2/apps/" + Paths.id(app));
        if (!answer.succeeded()) {
            return app + ": not there yet";
        }
        var state = server.get("/v2/apps/" + Paths.id(app)).path("app");
        return app + ": " + state.path("tasksRunning").asInt() + " of "
                + state.path("instances").asInt() + " running";
    }
}
