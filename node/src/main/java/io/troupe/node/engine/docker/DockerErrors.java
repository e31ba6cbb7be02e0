package io.troupe.node.engine.docker;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.github.dockerjava.api.exception.DockerException;
import io.troupe.node.engine.EngineException;
import io.troupe.node.engine.EngineException.Kind;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** What an engine's refusals mean; it says most of it only in words. */
final class DockerErrors {
    private static final List<String> PORT_IS_TAKEN =
            List.of("port is already allocated", "address already in use", "failed to bind host port");
    private static final List<String> NO_IMAGE = List.of("no such image", "invalid reference format");

    /** The port before the words that it is taken: {@code ...:80: bind: address already in use}, {@code Bind for ...:80 failed}. */
    private static final Pattern TAKEN_PORT = Pattern.compile(":(\\d{1,5})(?: failed)?: (?:bind|port)");
    /** What is left when the names of all layers that passed the error on are taken off. */
    private static final Pattern NOT_STARTED =
            Pattern.compile("unable to start container process: (.+?)(?:: unknown)?$", Pattern.DOTALL);

    private DockerErrors() {}

    static EngineException of(DockerException refusal) {
        var head = "Status " + refusal.getHttpStatus() + ": ";
        var text = String.valueOf(refusal.getMessage());
        return of(refusal.getHttpStatus(), text.startsWith(head) ? text.substring(head.length()) : text);
    }

    /** @param body {@code {"message": "..."}}, or plain words */
    static EngineException of(int status, String body) {
        var message = message(status, body.strip());
        var kind = kind(status, message);
        return new EngineException(kind, told(kind, message));
    }

    /** An engine's message as it helps the person whose container it is; as it stands if it is of no known form. */
    static String told(Kind kind, String message) {
        var port = TAKEN_PORT.matcher(message);
        if (kind == Kind.PORT_TAKEN && port.find()) {
            return "host port " + port.group(1) + " is taken by another program of the machine";
        }
        var cause = NOT_STARTED.matcher(message);
        return cause.find() ? "the command cannot be started: " + cause.group(1) : message;
    }

    static Kind kind(int status, String message) {
        var words = message.toLowerCase(Locale.ROOT);
        if (PORT_IS_TAKEN.stream().anyMatch(words::contains)) {
            return Kind.PORT_TAKEN;
        }
        if (NO_IMAGE.stream().anyMatch(words::contains)) {
            return Kind.IMAGE;
        }
        return switch (status) {
            case 404 ->
                words.contains("no such container") || words.contains("no such exec")
                        ? Kind.NOT_FOUND
                        : Kind.REFUSED_BY_ENGINE;
            case 409 -> Kind.CONFLICT;
            case 502, 503, 504 -> Kind.UNAVAILABLE;
            default -> Kind.REFUSED_BY_ENGINE;
        };
    }

    private static String message(int status, String body) {
        try {
            var message = DockerClients.JSON.readTree(body).path("message").asText();
            if (!message.isEmpty()) {
                return message;
            }
        } catch (JsonProcessingException e) {
            // Something between us and the engine answered, in its own words.
            return body.isEmpty() ? "the engine answered " + status : body;
        }
        return body.isEmpty() ? "the engine answered " + status : body;
    }
}
