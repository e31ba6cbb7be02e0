package io.troupe.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.troupe.cli.http.Paths;
import io.troupe.cli.http.Server;
import io.troupe.cli.outcome.ExitCode;
import io.troupe.cli.outcome.Failure;
import io.troupe.cli.progress.AppProgress;
import io.troupe.cli.progress.Outcome;
import io.troupe.cli.words.Given;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** A deployment that was accepted, and waiting for its end. A server that is away for a while is waited for too. */
final class Deployment {
    private static final long POLL_MILLIS_MIN = 20;
    private static final long POLL_MILLIS_MAX = 250;
    private static final long EXPLAIN_MILLIS = 1_000;
    private static final int APPS_ASKED_ONE_BY_ONE_MAX = 3;
    private static final int HISTORY_ENTRIES_MAX = 200;

    private final Session session;
    private final Server server;
    private final String id;
    private final List<String> apps;
    private final Map<String, JsonNode> explanations = new HashMap<>();
    private long explainedAtNanos = System.nanoTime() - TimeUnit.MILLISECONDS.toNanos(EXPLAIN_MILLIS) / 2;

    private Deployment(Session session, String id, List<String> apps) {
        this.session = session;
        this.server = session.server();
        this.id = id;
        this.apps = apps;
    }

    /** Waits for the deployment in the answer to a change, unless that is not wanted. */
    static int follow(Session session, Given given, JsonNode answer, List<String> apps) {
        var id = answer.path("deploymentId").asText();
        if (id.isEmpty() || given.has(Waiting.NO_WAIT)) {
            return session.showText(
                    answer,
                    () -> id.isEmpty()
                            ? "accepted\n"
                            : "deployment " + id + "\nWatch it: troupe deployment wait " + id + "\n");
        }
        return new Deployment(session, id, apps).await(Waiting.secondsMax(given));
    }

    static int await(Session session, String id, List<String> apps, long secondsMax) {
        return new Deployment(session, id, apps).await(secondsMax);
    }

    private int await(long secondsMax) {
        var printer = new ProgressPrinter(session, id);
        var interrupted = new Thread(
                () -> {
                    printer.clear();
                    session.err.println("troupe: the deployment goes on. Watch it: troupe deployment wait " + id
                            + "; undo it: troupe deployment cancel " + id);
                    session.err.flush();
                },
                "troupe-interrupted");
        Runtime.getRuntime().addShutdownHook(interrupted);
        List<AppProgress> last;
        try {
            last = awaitEnd(printer, secondsMax);
        } finally {
            Runtime.getRuntime().removeShutdownHook(interrupted);
            printer.clear();
        }
        return halted(last) ? halt(last) : judge(last);
    }

    private List<AppProgress> awaitEnd(ProgressPrinter printer, long secondsMax) {
        var began = System.nanoTime();
        var pause = POLL_MILLIS_MIN;
        while (true) {
            var seconds = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - began);
            try {
                var running = running();
                var now = progress(running);
                if (running.isEmpty()) {
                    return now;
                }
                var behind = queued(running.get());
                if (!behind.isEmpty()) {
                    printer.note("Deployment " + id + " is " + behind);
                    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(POLL_MILLIS_MAX));
                    if (seconds >= secondsMax) {
                        throw tooLong(printer, seconds);
                    }
                    continue;
                }
                if (halted(now)) {
                    return now;
                }
                printer.show(now, seconds);
            } catch (Failure e) {
                if (e.exitCode() != ExitCode.UNREACHABLE) {
                    throw e;
                }
                printer.note("Still waiting: " + e.getMessage());
            }
            if (seconds >= secondsMax) {
                throw tooLong(printer, seconds);
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(pause));
            pause = Math.min(POLL_MILLIS_MAX, pause * 2);
        }
    }

    /** Whether nothing is left to wait for but a person. */
    private static boolean halted(List<AppProgress> apps) {
        return apps.stream().anyMatch(app -> !app.halt().isEmpty())
                && apps.stream().allMatch(app -> !app.halt().isEmpty() || app.isDone());
    }

    /** What a person may say now. */
    private int halt(List<AppProgress> apps) {
        var document = JsonNodeFactory.instance.objectNode().put("deployment", id);
        var waits = document.putArray("apps");
        var text = new StringBuilder();
        for (var app : apps) {
            waits.addObject()
                    .put("id", app.app())
                    .put("outcome", app.halt().isEmpty() ? "reached" : "waits")
                    .put("waitsFor", app.halt());
            text.append(app.summary()).append('\n');
        }
        session.showText(document, text::toString);
        var paused = apps.stream().anyMatch(app -> app.halt().startsWith("paused"));
        throw new Failure(
                ExitCode.WAITS,
                "Deployment " + id + " waits for you. Go on: troupe deployment " + (paused ? "resume " : "promote ")
                        + id + ". Undo it: troupe deployment cancel " + id);
    }

    private Optional<JsonNode> running() {
        for (var running : server.get("/v2/deployments")) {
            if (running.path("id").asText().equals(id)) {
                return Optional.of(running);
            }
        }
        return Optional.empty();
    }

    /** Behind whom it waits in line; empty if it does not. */
    private static String queued(JsonNode deployment) {
        for (var reason : deployment.path("waitsFor")) {
            if (reason.asText().startsWith("queued behind")) {
                return reason.asText();
            }
        }
        return "";
    }

    private Failure tooLong(ProgressPrinter printer, long seconds) {
        printer.clear();
        return new Failure(
                ExitCode.TIMED_OUT,
                "Deployment " + id + " still goes on after " + seconds + " s. Why: troupe explain "
                        + apps.getFirst() + ". Wait on: troupe deployment wait " + id
                        + ". Undo it: troupe deployment cancel " + id);
    }

    private List<AppProgress> progress(Optional<JsonNode> running) {
        var workloads = new HashMap<String, JsonNode>();
        if (apps.size() > APPS_ASKED_ONE_BY_ONE_MAX) {
            server.get("/v1/workloads")
                    .path("workloads")
                    .forEach(workload -> workloads.put(workload.path("id").asText(), workload));
        } else {
            for (var app : apps) {
                server.find("/v1/workloads/" + Paths.id(app)).ifPresent(workload -> workloads.put(app, workload));
            }
        }
        explain(workloads);
        var progress = new ArrayList<AppProgress>();
        for (var app : apps) {
            var workload = workloads.get(app);
            progress.add(
                    workload == null
                            ? AppProgress.absent(
                                    app,
                                    running.filter(deployment -> stops(deployment, app))
                                            .isPresent())
                            : AppProgress.of(app, workload, Optional.ofNullable(explanations.get(app))));
        }
        return progress;
    }

    private static boolean stops(JsonNode deployment, String app) {
        for (var step : deployment.path("steps")) {
            for (var action : step.path("actions")) {
                if (action.path("action").asText().startsWith("Stop")
                        && action.path("app")
                                .asText(action.path("pod").asText())
                                .equals(app)) {
                    return true;
                }
            }
        }
        return false;
    }

    /** Now and then, of those that are held up, and not of all of many. */
    private void explain(Map<String, JsonNode> workloads) {
        var asks = System.nanoTime() - explainedAtNanos >= TimeUnit.MILLISECONDS.toNanos(EXPLAIN_MILLIS);
        var asked = 0;
        for (var app : apps) {
            var workload = workloads.get(app);
            if (workload == null || !AppProgress.isHeldUp(workload)) {
                explanations.remove(app);
            } else if (asks && asked < APPS_ASKED_ONE_BY_ONE_MAX) {
                asked++;
                server.find("/v1/workloads/" + Paths.id(app) + "/explain")
                        .ifPresent(explanation -> explanations.put(app, explanation));
            }
        }
        if (asks) {
            explainedAtNanos = System.nanoTime();
        }
    }

    /** By what the journal of each app says of this deployment, and, where it cannot be asked, by what is there. */
    private int judge(List<AppProgress> last) {
        var overtaken = new ArrayList<String>();
        var unreached = new ArrayList<String>();
        var failed = new ArrayList<String>();
        var text = new StringBuilder();
        var document = JsonNodeFactory.instance.objectNode().put("deployment", id);
        var ends = document.putArray("apps");
        for (var progress : last) {
            var app = progress.app();
            var end = ends.addObject().put("id", app);
            var outcome = outcome(app);
            if (outcome instanceof Outcome.Failed before) {
                failed.add(app + ": " + before.problem());
                end.put("outcome", "rolled back");
            } else if (outcome instanceof Outcome.Overtaken before) {
                overtaken.add(app + ": " + before.how() + " by " + before.by() + " (" + before.reason() + ")");
                end.put("outcome", before.how());
            } else if (outcome instanceof Outcome.Unknown && !progress.isDone()) {
                unreached.add(app);
                end.put("outcome", "unknown");
            } else {
                end.put("outcome", "reached");
                text.append(progress.present() ? progress.summary() : app + ": removed")
                        .append('\n');
            }
            end.put("wanted", progress.wanted()).put("running", progress.running());
        }
        session.showText(document, text::toString);
        if (!failed.isEmpty()) {
            throw new Failure(
                    ExitCode.FAILURE,
                    "Deployment " + id + " failed and was rolled back. " + String.join("; ", failed)
                            + ". Why: troupe app history " + failed.getFirst().replaceFirst(":.*", ""));
        }
        if (!overtaken.isEmpty()) {
            throw new Failure(
                    ExitCode.OVERTAKEN,
                    "Deployment " + id + " did not reach its end. " + String.join("; ", overtaken) + ".");
        }
        if (!unreached.isEmpty()) {
            throw new Failure(
                    ExitCode.FAILURE,
                    "The deployment ended, but not all runs. Why: troupe explain " + String.join(", ", unreached));
        }
        return ExitCode.DONE.code();
    }

    private Outcome outcome(String app) {
        try {
            return server.find("/v1/workloads/" + Paths.id(app) + "/history?limit=" + HISTORY_ENTRIES_MAX)
                    .map(history -> Outcome.of(history, id))
                    .orElse(new Outcome.Unknown());
        } catch (Failure journalAway) {
            return new Outcome.Unknown();
        }
    }
}
