package io.troupe.node.engine.docker;

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

    static EngineException of(DockerCalls.Answer answer) {
        var kind = kind(answer.status(), answer.message());
        return new EngineException(kind, told(kind, answer.message()));
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
}
