package io.troupe.cli.command;

import io.troupe.cli.http.Paths;
import io.troupe.cli.outcome.ExitCode;
import io.troupe.cli.outcome.Failure;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shows what an app or a task writes. */
@Command(name = "logs", description = "Shows what an app or a task writes.")
public final class LogsCommand implements Callable<Integer> {
    private final Session session;

    @Parameters(paramLabel = "APP|TASK")
    private String target = "";

    @Option(
            names = {"-f", "--follow"},
            description = "Go on as it is written.")
    private boolean follow;

    @Option(
            names = "-n",
            paramLabel = "LINES",
            defaultValue = "100",
            description = "The last lines (${DEFAULT-VALUE}).")
    private int tail = 100;

    LogsCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() throws InterruptedException {
        var instances = new ArrayList<String>();
        if (target.contains(".instance-")) {
            instances.add(target);
        } else {
            var id = "/" + Paths.id(target);
            session.server()
                    .get("/v1/instances?workload=" + Paths.escaped(id))
                    .path("instances")
                    .forEach(instance -> instances.add(instance.path("id").asText()));
        }
        if (instances.isEmpty()) {
            throw new Failure(
                    ExitCode.NOT_FOUND, "No instance of " + target + " is running; see: troupe explain " + target);
        }
        var threads = new ArrayList<Thread>();
        for (var instance : instances) {
            var prefix = instances.size() > 1 ? instance + " | " : "";
            var path = "/v1/instances/" + Paths.escaped(instance) + "/logs?follow=" + follow + "&tail=" + tail;
            if (follow && instances.size() > 1) {
                threads.add(Thread.startVirtualThread(() -> copy(path, prefix)));
            } else {
                copy(path, prefix);
            }
        }
        for (var thread : threads) {
            thread.join();
        }
        return 0;
    }

    private void copy(String path, String prefix) {
        try (var lines = new BufferedReader(
                new InputStreamReader(session.server().stream(path, "text/plain"), StandardCharsets.UTF_8))) {
            for (var line = lines.readLine(); line != null; line = lines.readLine()) {
                session.out.println(prefix + line);
                session.out.flush();
            }
        } catch (IOException e) {
            throw new Failure(ExitCode.UNREACHABLE, "The output broke off: " + e.getMessage());
        }
    }
}
