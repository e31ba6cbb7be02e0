package io.troupe.gateway.marathon;

import akka.actor.typed.ActorSystem;
import akka.http.javadsl.model.ContentTypes;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.headers.RawHeader;
import com.fasterxml.jackson.databind.JsonNode;
import io.troupe.gateway.LogLevels;
import io.troupe.gateway.http.Answers;
import io.troupe.gateway.http.Exchange;
import io.troupe.gateway.http.HttpRefusal;
import io.troupe.gateway.http.Json;
import io.troupe.gateway.http.Routes;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Marathon's paths outside {@code /v2}: configuration, log levels, and where a browser begins. */
public final class SystemRoutes implements Routes {
    private static final Set<String> LEVELS = Set.of("trace", "debug", "info", "warn", "error");
    private static final int DURATION_SECONDS_MAX = 30 * 24 * 3600;
    private static final String HELP = """
            <!doctype html><html lang="en"><head><meta charset="utf-8"><title>Troupe</title></head><body><h1>Troupe</h1>
            <p>This node serves Marathon's API and Troupe's own:</p><ul>
            <li><a href="/v2/apps">/v2/apps</a>, <a href="/v2/groups">/v2/groups</a>, <a href="/v2/deployments">/v2/deployments</a>,
            <a href="/v2/tasks">/v2/tasks</a>, <a href="/v2/queue">/v2/queue</a>, <a href="/v2/info">/v2/info</a></li>
            <li><a href="/v2/events">/v2/events</a>: what happens, as server-sent events</li>
            <li><a href="/v1/nodes">/v1/nodes</a>, <a href="/config">/config</a>, <a href="/logging">/logging</a>,
            <a href="/metrics">/metrics</a></li></ul>
            <p>docs/dialects/marathon.md lists every path and field, docs/api/v1.md Troupe's own.</p></body></html>
            """;

    private final ActorSystem<?> system;
    private final Map<String, String> settings;
    private final LogLevels logs;

    /** @param settings the node's, secrets masked */
    public SystemRoutes(ActorSystem<?> system, Map<String, String> settings, LogLevels logs) {
        this.system = system;
        this.settings = Map.copyOf(settings);
        this.logs = logs;
    }

    @Override
    public @Nullable CompletionStage<HttpResponse> answer(Exchange exchange) {
        var path = exchange.segments();
        if (path.isEmpty()) {
            return null;
        }
        return switch (path.getFirst()) {
            // Until there is one, whoever asks for the UI is told what there is.
            case "ui" -> path.size() == 1 ? Answers.now(moved(exchange, "/help")) : null;
            case "help" -> path.size() == 1 ? Answers.now(help(exchange)) : null;
            case "config" -> path.size() == 1 ? Answers.now(config(exchange)) : null;
            case "logging" -> path.size() == 1 ? Answers.now(logging(exchange)) : null;
            default -> null;
        };
    }

    private static HttpResponse moved(Exchange exchange, String to) {
        getting(exchange);
        return HttpResponse.create().withStatus(302).addHeader(RawHeader.create("Location", to));
    }

    private static HttpResponse help(Exchange exchange) {
        getting(exchange);
        return HttpResponse.create().withEntity(ContentTypes.TEXT_HTML_UTF8, HELP);
    }

    private HttpResponse config(Exchange exchange) {
        getting(exchange);
        return Answers.ok(Json.map(new TreeMap<>(settings)));
    }

    private static void getting(Exchange exchange) {
        if (!exchange.method().equals("GET")) {
            throw HttpRefusal.methodNotAllowed("GET, HEAD");
        }
    }

    private HttpResponse logging(Exchange exchange) {
        return switch (exchange.method()) {
            case "GET" -> Answers.ok(Json.map(new TreeMap<>(logs.levels())));
            case "POST" -> Answers.ok(changed(Json.read(exchange.body())));
            default -> throw HttpRefusal.methodNotAllowed("GET, HEAD, POST");
        };
    }

    private JsonNode changed(JsonNode change) {
        var faults = new Faults();
        var fields = new Fields(change, "", faults);
        var logger = fields.text("logger");
        var level = fields.text("level");
        int seconds = fields.whole("durationSeconds", 0, 1, DURATION_SECONDS_MAX);
        if (logger == null || logger.isBlank()) {
            faults.rule("/logger", "must not be empty");
        }
        if (level == null || !LEVELS.contains(level)) {
            faults.rule("/level", "must be one of trace, debug, info, warn, error");
        }
        faults.refuse();
        var back = logs.set(String.valueOf(logger), String.valueOf(level));
        if (seconds > 0) {
            system.scheduler().scheduleOnce(Duration.ofSeconds(seconds), back, system.executionContext());
        }
        return change;
    }
}
