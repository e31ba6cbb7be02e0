package io.troupe.gateway.http;

import akka.http.javadsl.model.HttpHeader;
import akka.http.javadsl.model.HttpRequest;
import akka.util.ByteString;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * One request, read and taken apart.
 *
 * @param request as it came
 * @param segments the decoded path without empty segments
 * @param body all of it
 * @param user the authenticated name, or {@code anonymous}
 * @param clientIp where it came from
 */
public record Exchange(HttpRequest request, List<String> segments, ByteString body, String user, String clientIp) {
    public Exchange {
        segments = List.copyOf(segments);
    }

    public static Exchange of(HttpRequest request, ByteString body, String user, String clientIp) {
        return new Exchange(request, segmentsOf(request), body, user, clientIp);
    }

    /** The decoded path, cut at slashes, written as they are or as {@code %2F}, without empty segments. */
    public static List<String> segmentsOf(HttpRequest request) {
        var segments = new ArrayList<String>();
        for (var part : request.getUri().pathSegments()) {
            for (var piece : part.split("/", -1)) {
                if (!piece.isEmpty()) {
                    segments.add(piece);
                }
            }
        }
        return segments;
    }

    /** {@code GET} for {@code HEAD} too. */
    public String method() {
        var name = request.method().name();
        return name.equals("HEAD") ? "GET" : name;
    }

    public String path() {
        return request.getUri().getPathString();
    }

    /** Who asks and from where, for the journal. */
    public String who() {
        return user + "@" + clientIp;
    }

    /** What was asked, for the journal. */
    public String line() {
        return request.method().name() + " " + path();
    }

    public Optional<String> parameter(String name) {
        return request.getUri().query().get(name);
    }

    /** All values of a repeated parameter, in order. */
    public List<String> parameters(String name) {
        return request.getUri().query().toList().stream()
                .filter(pair -> pair.first().equals(name))
                .map(pair -> pair.second())
                .toList();
    }

    /** A parameter that is {@code true} or {@code false}; given without a value it is true. */
    public boolean flag(String name, boolean otherwise) {
        return switch (parameter(name).orElse(null)) {
            case null -> otherwise;
            case "", "true" -> true;
            case "false" -> false;
            default -> throw HttpRefusal.badRequest("parameter '" + name + "' must be true or false");
        };
    }

    /** A whole number between 0 and {@code highest}. */
    public Optional<Integer> number(String name, int highest) {
        return parameter(name).map(text -> {
            try {
                int value = Integer.parseInt(text);
                if (value >= 0 && value <= highest) {
                    return value;
                }
            } catch (NumberFormatException _) {
                // Answered below, like a number out of range.
            }
            throw HttpRefusal.badRequest("parameter '" + name + "' must be a whole number from 0 to " + highest);
        });
    }

    public Optional<Instant> time(String name) {
        return parameter(name).map(text -> {
            try {
                return OffsetDateTime.parse(text).toInstant();
            } catch (DateTimeException _) {
                throw HttpRefusal.badRequest(
                        "parameter '" + name + "' must be a time such as 2026-11-23T11:30:00.000Z");
            }
        });
    }

    /** A time, to the end of its millisecond: times are shown in milliseconds, and what is shown under one must be found by it. */
    public Optional<Instant> moment(String name) {
        return time(name)
                .map(at -> at.truncatedTo(ChronoUnit.MILLIS).plusMillis(1).minusNanos(1));
    }

    public Optional<String> header(String name) {
        return request.getHeader(name).map(HttpHeader::value);
    }

    /** The body as JSON; a content type that says it is something else is refused, none at all is taken. */
    public JsonNode json() {
        var type = request.entity().getContentType().mediaType().toString().toLowerCase(Locale.ROOT);
        boolean unsaid = type.isEmpty() || type.equals("application/octet-stream") || type.equals("none/none");
        if (!body.isEmpty() && !unsaid && !type.endsWith("/json") && !type.endsWith("+json")) {
            throw HttpRefusal.of(415, "the body must be application/json, not " + type);
        }
        return Json.read(body);
    }
}
