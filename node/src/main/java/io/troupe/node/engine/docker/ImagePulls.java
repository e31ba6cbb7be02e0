package io.troupe.node.engine.docker;

import com.fasterxml.jackson.databind.JsonNode;
import io.troupe.node.engine.EngineException;
import io.troupe.node.engine.PrepareProgress;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;

/** Sees to it that images are there. Who wants an image that is being pulled waits for that pull instead of starting another. */
final class ImagePulls {
    private static final long PROGRESS_INTERVAL_NANOS = 500_000_000;
    private static final long MIB = 1024 * 1024;
    private static final int KNOWN_MAX = 1_000;

    private final DockerCalls calls;
    private final Path credentials;
    private final Set<String> known = ConcurrentHashMap.newKeySet();
    private final Map<String, CompletableFuture<Void>> running = new ConcurrentHashMap<>();

    ImagePulls(DockerCalls calls, Path credentials) {
        this.calls = calls;
        this.credentials = credentials;
    }

    /** Returns once the image is there; looks only if it was not seen before. */
    void ensure(String reference, boolean force, PrepareProgress progress) {
        if (!force && (known.contains(reference) || present(reference))) {
            return;
        }
        var own = new CompletableFuture<Void>();
        var other = running.putIfAbsent(reference, own);
        if (other == null) {
            try {
                pull(reference, progress);
                remember(reference);
                own.complete(null);
            } catch (RuntimeException e) {
                own.completeExceptionally(e);
                throw e;
            } finally {
                running.remove(reference);
            }
            return;
        }
        progress.at("waiting for " + reference + ", which is being pulled");
        try {
            other.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof EngineException cause) {
                throw new EngineException(cause.kind(), String.valueOf(cause.getMessage()), cause);
            }
            throw e;
        }
    }

    void forget(String reference) {
        known.remove(reference);
    }

    void forgetAll() {
        known.clear();
    }

    private boolean present(String reference) {
        var answer = calls.get("/images/" + reference + "/json");
        if (answer.succeeded()) {
            remember(reference);
        } else if (answer.status() != 404) {
            throw new EngineException(EngineException.Kind.IMAGE, answer.message());
        }
        return answer.succeeded();
    }

    private void remember(String reference) {
        if (known.size() >= KNOWN_MAX) {
            known.clear();
        }
        known.add(reference);
    }

    private void pull(String reference, PrepareProgress progress) {
        var image = ImageName.parse(reference);
        var headers = RegistryCredentials.read(credentials)
                .headerFor(image.registry())
                .map(auth -> Map.of("X-Registry-Auth", auth))
                .orElse(Map.of());
        progress.at("pulling " + reference);
        var path = "/images/create?fromImage=" + encoded(image.repository()) + "&tag=" + encoded(image.version());
        try (var stream = calls.stream("POST", path, null, headers)) {
            if (stream.status() >= 400) {
                throw failed(reference, DockerCalls.answer(stream).message());
            }
            var layers = new HashMap<String, JsonNode>();
            long told = System.nanoTime();
            try (var steps = DockerCalls.JSON.readerFor(JsonNode.class).<JsonNode>readValues(stream.body())) {
                while (steps.hasNextValue()) {
                    var step = steps.nextValue();
                    if (step.hasNonNull("error")) {
                        throw failed(reference, step.path("error").asText());
                    }
                    if ("Downloading".equals(step.path("status").asText())) {
                        layers.put(step.path("id").asText(), step.path("progressDetail"));
                    }
                    if (System.nanoTime() - told > PROGRESS_INTERVAL_NANOS && !layers.isEmpty()) {
                        told = System.nanoTime();
                        progress.at("pulling " + reference + ": " + sum(layers, "current") + " of "
                                + sum(layers, "total") + " MiB");
                    }
                }
            }
        } catch (IOException e) {
            throw calls.unavailable(e);
        }
    }

    private static long sum(Map<String, JsonNode> layers, String field) {
        return layers.values().stream()
                        .mapToLong(layer -> layer.path(field).asLong())
                        .sum()
                / MIB;
    }

    private static EngineException failed(String reference, String reason) {
        return new EngineException(
                EngineException.Kind.IMAGE, "the image " + reference + " cannot be pulled: " + reason);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
