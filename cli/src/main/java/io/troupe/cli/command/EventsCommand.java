package io.troupe.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
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

/** Shows events as they happen. */
final class EventsCommand implements Command {
    private static final Option FOLLOW =
            Option.flag("Show events as they happen, until Ctrl-C; needed.", "-f", "--follow");
    private static final Option TYPE = Option.value("TYPE", "Only events of this type. May be said again.", "--type");

    @Override
    public Syntax syntax() {
        return Syntax.of("events", "Shows events as they happen; with -o json the whole event, one a line.")
                .with(FOLLOW, TYPE);
    }

    @Override
    public int run(Session session, Given given) {
        if (!given.has(FOLLOW)) {
            throw new UsageException("events are not kept: follow them with -f; the past is in 'troupe app history'");
        }
        var query = new StringBuilder("/v2/events");
        for (var type : given.values(TYPE)) {
            query.append(query.indexOf("?") < 0 ? '?' : '&')
                    .append("event_type=")
                    .append(Paths.escaped(type));
        }
        try (var lines = new BufferedReader(new InputStreamReader(
                session.server().stream(query.toString(), "text/event-stream"), StandardCharsets.UTF_8))) {
            for (var line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith("data:")) {
                    var data = line.substring("data:".length()).strip();
                    session.out.println(session.wantsTable() ? summary(JsonText.read(data)) : data);
                    session.out.flush();
                }
            }
        } catch (IOException e) {
            throw new Failure(ExitCode.UNREACHABLE, "The events broke off: " + e.getMessage());
        }
        throw new Failure(ExitCode.UNREACHABLE, "The server ended the events.");
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
