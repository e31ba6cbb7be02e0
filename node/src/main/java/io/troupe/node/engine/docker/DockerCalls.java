package io.troupe.node.engine.docker;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.troupe.node.engine.EngineException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/**
 * Speaks to an engine: short calls, at most so many at once, and streams. Each has a connection of its own: on a socket of the machine a new one costs
 * microseconds, and none can be found dead when it is needed.
 */
final class DockerCalls {
    static final ObjectMapper JSON = new ObjectMapper();
    private static final byte[] NOTHING = {};

    private final DockerHost host;
    private final Semaphore connections = new Semaphore(DockerSettings.CONNECTIONS_MAX);
    private volatile @Nullable DockerVersion version;

    DockerCalls(DockerHost host) {
        this.host = host;
    }

    /** An answer of the engine; {@code json} is missing if there was none. */
    record Answer(int status, JsonNode json) {
        boolean succeeded() {
            return status < 400;
        }

        String message() {
            return json.path("message").asText("the engine answered " + status);
        }
    }

    Answer get(String path) {
        return call("GET", versioned(path), null);
    }

    Answer post(String path, @Nullable JsonNode body) {
        return call("POST", versioned(path), body);
    }

    Answer delete(String path) {
        return call("DELETE", versioned(path), null);
    }

    DockerStream stream(String method, String path, @Nullable JsonNode body, Map<String, String> headers) {
        var target = versioned(path);
        try {
            return DockerStream.open(host, method, target, bytes(body), headers);
        } catch (IOException e) {
            throw unavailable(e);
        }
    }

    /** The rest of a stream that holds an error. */
    static Answer answer(DockerStream stream) throws IOException {
        return new Answer(stream.status(), json(stream.body().readAllBytes()));
    }

    EngineException refusal(DockerStream stream) {
        try {
            return DockerErrors.of(answer(stream));
        } catch (IOException e) {
            return unavailable(e);
        }
    }

    DockerVersion version() {
        var known = version;
        if (known == null) {
            var answer = call("GET", "/version", null);
            if (!answer.succeeded()) {
                throw new EngineException(EngineException.Kind.UNAVAILABLE, answer.message());
            }
            known = DockerVersion.of(answer.json());
            version = known;
        }
        return known;
    }

    /** The engine may come back as another version. */
    void forgetVersion() {
        version = null;
    }

    EngineException unavailable(Exception e) {
        var reason = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
        return new EngineException(
                EngineException.Kind.UNAVAILABLE, "the Docker engine at " + host + " does not answer: " + reason, e);
    }

    private String versioned(String path) {
        return "/v" + version().api() + path;
    }

    private Answer call(String method, String path, @Nullable JsonNode body) {
        connections.acquireUninterruptibly();
        try (var stream = DockerStream.open(host, method, path, bytes(body), Map.of("Connection", "close"))) {
            return answer(stream);
        } catch (IOException e) {
            throw unavailable(e);
        } finally {
            connections.release();
        }
    }

    private static byte[] bytes(@Nullable JsonNode body) {
        return body == null ? NOTHING : body.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static JsonNode json(byte[] bytes) throws IOException {
        if (bytes.length == 0) {
            return MissingNode.getInstance();
        }
        try {
            return JSON.readTree(bytes);
        } catch (JsonProcessingException e) {
            var text = new String(bytes, StandardCharsets.UTF_8).strip();
            return JSON.createObjectNode().put("message", text);
        }
    }
}
