package io.troupe.cli.command;

import io.troupe.cli.http.Paths;
import io.troupe.cli.http.Server;
import io.troupe.cli.outcome.ExitCode;
import io.troupe.cli.outcome.Failure;
import io.troupe.cli.words.Argument;
import io.troupe.cli.words.Given;
import io.troupe.cli.words.Option;
import io.troupe.cli.words.PastTime;
import io.troupe.cli.words.Syntax;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Shows what an app, a pod or a task writes; of an app or a pod that is followed, also what its later instances write. */
final class LogsCommand implements Command {
    private static final Option FOLLOW =
            Option.flag("Go on as it is written; of an app, also with new tasks.", "-f", "--follow");
    private static final Option LINES =
            Option.value("LINES", "The last lines of each task; 100 if not said.", "-n", "--tail");
    private static final Option STDOUT = Option.flag("Only standard output.", "--stdout");
    private static final Option STDERR = Option.flag("Only standard error.", "--stderr");
    private static final Option SINCE = Option.value(
            "TIME",
            "Only what was written since then: 2026-11-23T11:30:00Z, or how long ago: 90s, 10m, 2h, 1d.",
            "--since");
    private static final Option CONTAINER = Option.value(
            "NAME", "One container of a pod; all of them if not said, of one instance the first.", "-c", "--container");
    private static final long LINES_OTHERWISE = 100;
    private static final long LOOK_MILLIS = 500;

    private final Map<String, Thread> followed = new HashMap<>();

    @Override
    public Syntax syntax() {
        return Syntax.of(
                        "logs",
                        "Shows what an app, a pod or a task writes, each stream on its own; several tasks with a prefix.")
                .with(FOLLOW, LINES, STDOUT, STDERR, SINCE, CONTAINER)
                .taking(Argument.one("APP|TASK", "An app's or a pod's id, or a task's as 'task list' shows it."));
    }

    @Override
    public int run(Session session, Given given) {
        var target = given.argument(0);
        var server = session.server();
        var output = new LogOutput(session, server, query(given));
        if (Targets.isInstance(target)) {
            output.copy(target, given.value(CONTAINER).orElse(""), false);
            return ExitCode.DONE.code();
        }
        var app = Paths.app(target);
        var pod = Targets.isPod(server, app);
        var containers = given.value(CONTAINER)
                .map(List::of)
                .orElseGet(() -> pod ? Targets.containers(server, app) : List.of(""));
        return given.has(FOLLOW)
                ? follow(output, server, app, containers)
                : once(session, output, server, app, pod, containers);
    }

    private static String query(Given given) {
        var both = given.has(STDOUT) == given.has(STDERR);
        return "?follow=" + given.has(FOLLOW) + "&tail=" + given.number(LINES, LINES_OTHERWISE, 0) + "&stdout="
                + (both || given.has(STDOUT)) + "&stderr=" + (both || given.has(STDERR))
                + given.value(SINCE)
                        .map(text -> "&since="
                                + Paths.escaped(PastTime.read(SINCE, text, Instant.now())
                                        .toString()))
                        .orElse("");
    }

    private static int once(
            Session session, LogOutput output, Server server, String app, boolean pod, List<String> containers) {
        var placed = new ArrayList<String>();
        for (var instance : Targets.instances(server, app)) {
            if (!instance.path("node").isNull()) {
                placed.add(instance.path("id").asText());
            }
        }
        if (placed.isEmpty()) {
            placed.add(lastFailed(session, server, app, pod));
        }
        for (var instance : placed) {
            for (var container : containers) {
                output.copy(instance, container, placed.size() * containers.size() > 1);
            }
        }
        return ExitCode.DONE.code();
    }

    /** What is looked for is mostly the reason why nothing runs. */
    private static String lastFailed(Session session, Server server, String app, boolean pod) {
        var failed = pod
                ? server.get("/v2/pods/" + Paths.id(app) + "::status")
                        .at("/terminationHistory/0/instanceID")
                        .asText()
                : server.get("/v2/apps/" + Paths.id(app))
                        .at("/app/lastTaskFailure/taskId")
                        .asText();
        if (failed.isEmpty()) {
            throw new Failure(ExitCode.NOT_FOUND, "No task of " + app + " runs or ran. Why: troupe explain " + app);
        }
        session.err.println("No task of " + app + " runs; this is of the last that failed, " + failed + ":");
        return failed;
    }

    /** Until the app is gone, or Ctrl-C. */
    private int follow(LogOutput output, Server server, String app, List<String> containers) {
        var present = true;
        while (present) {
            try {
                for (var instance : Targets.instances(server, app)) {
                    var id = instance.path("id").asText();
                    if (!instance.path("node").isNull() && !followed.containsKey(id)) {
                        followed.put(
                                id,
                                Thread.ofVirtual()
                                        .start(() -> containers.forEach(container ->
                                                Thread.ofVirtual().start(() -> output.copy(id, container, true)))));
                    }
                }
                present = server.find("/v1/workloads/" + Paths.id(app)).isPresent();
            } catch (Failure e) {
                if (e.exitCode() != ExitCode.UNREACHABLE) {
                    throw e;
                }
                output.note(e.getMessage());
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(LOOK_MILLIS));
        }
        return ExitCode.DONE.code();
    }
}
