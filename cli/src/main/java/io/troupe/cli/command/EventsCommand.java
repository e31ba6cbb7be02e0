package io.troupe.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.troupe.cli.http.Paths;
import io.troupe.cli.json.JsonText;
import io.troupe.cli.outcome.ExitCode;
import io.troupe.cli.outcome.Failure;
import io.troupe.cli.words.Given;
import io.troupe.cli.words.Option;
import io.troupe.cli.words.Syntax;
import io.troupe.cli.words.UsageException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Shows events as they happen; when the connection breaks it goes on after the last one, at the same or another server. */
final class EventsCommand implements Command {
    private static final Option FOLLOW =
            Option.flag("Show events as they happen, until Ctrl-C; needed.", "-f", "--follow");
    private static final Option TYPE = Option.value("TYPE", "Only events of this type. May be said again.", "--type");

    private static final Option AFTER = Option.value("ID", "Begin after the event with this id.", "--after");
    private static final long PAUSE_MILLIS_MIN = 100;
    private static final long PAUSE_MILLIS_MAX = 5_000;
    private static final long AWAY_SECONDS_MAX = 60;

    @Override
    public Syntax syntax() {
        return Syntax.of("events", "Shows events as they happen; with -o json the whole event, one a line.")
                .with(FOLLOW, TYPE, AFTER);
    }

    @Override
    public int run(Session session, Given given) {
        if (!given.has(FOLLOW)) {
            throw new UsageException("say -f to follow events; --after 0.0 begins with the oldest that are kept");
        }
        var query = new StringBuilder("/v2/events");
        for (var type : given.values(TYPE)) {
            query.append(query.indexOf("?") < 0 ? '?' : '&')
                    .append("event_type=")
                    .append(Paths.escaped(type));
        }
        var last = given.value(AFTER).orElse("");
        long quietSince = System.nanoTime();
        long pause = PAUSE_MILLIS_MIN;
        while (true) {
            var before = last;
            try {
                last = follow(session, query.toString(), last);
            } catch (Failure failure) {
                if (failure.exitCode() != ExitCode.UNREACHABLE || last.isEmpty()) {
                    throw failure;
                }
            }
            if (last.isEmpty()) {
                throw new Failure(ExitCode.UNREACHABLE, "The server ended the events.");
            }
            if (!last.equals(before)) {
                session.err.println("troupe: The events broke off after " + last + "; going on there.");
                quietSince = System.nanoTime();
                pause = PAUSE_MILLIS_MIN;
            } else if (System.nanoTime() - quietSince > AWAY_SECONDS_MAX * 1_000_000_000L) {
                throw new Failure(
                        ExitCode.UNREACHABLE,
                        "No server for " + AWAY_SECONDS_MAX + " s; go on with: troupe events -f --after " + last);
            }
            pause = rest(pause);
        }
    }

    private static long rest(long pause) {
        try {
            TimeUnit.MILLISECONDS.sleep(pause);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Failure(ExitCode.FAILURE, "Interrupted.");
        }
        return Math.min(2 * pause, PAUSE_MILLIS_MAX);
    }

    /** Shows what comes until the stream breaks; answers the id of the last event that was shown, or what was given. */
    private static String follow(Session session, String path, String after) {
        var last = after;
        var headers = after.isEmpty() ? Map.<String, String>of() : Map.of("Last-Event-ID", after);
        try (var lines = new BufferedReader(new InputStreamReader(
                session.server().stream(path, "text/event-stream", headers), StandardCharsets.UTF_8))) {
            var id = "";
            for (var line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith("id:")) {
                    id = line.substring("id:".length()).strip();
                } else if (line.startsWith("data:")) {
                    var data = line.substring("data:".length()).strip();
                    session.out.println(
                            session.wantsTable()
                                    ? (id.isEmpty() ? "-" : id) + "  " + summary(JsonText.read(data))
                                    : numbered(data, id));
                    session.out.flush();
                    last = id.isEmpty() ? last : id;
                    id = "";
                }
            }
        } catch (IOException e) {
            if (last.isEmpty()) {
                throw new Failure(ExitCode.UNREACHABLE, "The events broke off: " + e.getMessage());
            }
        }
        return last;
    }

    /** With the id to go on after; what is not kept has none, and {@code id} itself is often the deployment's. */
    private static String numbered(String data, String id) throws IOException {
        return JsonText.read(data) instanceof ObjectNode event && !id.isEmpty()
                ? JsonText.compact(event.put("eventId", id))
                : data;
    }

    private static String summary(JsonNode event) {
        var text = new StringBuilder(event.path("timestamp").asText())
                .append("  ")
                .append(event.path("eventType").asText());
        for (var field :
                new String[] {"appId", "taskId", "instanceId", "taskStatus", "condition", "id", "reason", "message"}) {
            var value = event.path(field);
            if (value.isTextual() && !value.asText().isEmpty()) {
                text.append("  ")
                        .append(field)
                        .append('=')
                        .append(value.asText().strip().replace('\n', ' '));
            }
        }
        var plan = event.path("plan").path("id");
        if (plan.isTextual() && !event.has("id")) {
            text.append("  id=").append(plan.asText());
        }
        return text.toString();
    }
}
