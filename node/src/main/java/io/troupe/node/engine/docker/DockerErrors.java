package io.troupe.node.engine.docker;

import io.troupe.node.engine.EngineException;
import io.troupe.node.engine.EngineException.Kind;
import java.util.List;
import java.util.Locale;

/** What an engine's refusals mean; it says most of it only in words. */
final class DockerErrors {
    private static final List<String> PORT_IS_TAKEN =
            List.of("port is already allocated", "address already in use", "failed to bind host port");
    private static final List<String> NO_IMAGE = List.of("no such image", "invalid reference format");

    private DockerErrors() {}

    static EngineException of(DockerCalls.Answer answer) {
        return new EngineException(kind(answer.status(), answer.message()), answer.message());
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
