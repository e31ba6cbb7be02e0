package io.troupe.cli.command;

import io.troupe.cli.outcome.ExitCode;
import io.troupe.cli.outcome.Failure;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Shows events as they happen, until Ctrl-C. */
@Command(name = "events", description = "Shows events as they happen, until Ctrl-C.")
public final class EventsCommand implements Callable<Integer> {
    private final Session session;

    @Option(
            names = {"-f", "--follow"},
            description = "Needed: events are shown as they happen.")
    private boolean follow;

    EventsCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() throws IOException {
        if (!follow) {
            throw new Failure(
                    ExitCode.USAGE, "Events are not kept; follow them with -f. For the past see: troupe app history");
        }
        try (var lines = new BufferedReader(new InputStreamReader(
                session.server().stream("/v2/events", "text/event-stream"), StandardCharsets.UTF_8))) {
            for (var line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith("data:")) {
                    session.out.println(line.substring("data:".length()).strip());
                    session.out.flush();
                }
            }
        }
        return 0;
    }
}
