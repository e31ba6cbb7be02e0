package io.troupe.node.engine.docker;

import com.fasterxml.jackson.databind.MappingIterator;
import com.github.dockerjava.api.model.PullResponseItem;
import com.github.dockerjava.api.model.ResponseItem;
import io.troupe.node.engine.EngineException;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** One pull of an image, and those who wait for it; when the last of them leaves, it ends. */
final class ImagePull {
    private static final long MIB = 1024 * 1024;
    private static final int LAYERS_MAX = 1_000;

    private final DockerClients clients;
    private final String reference;
    private final Path credentials;
    private final CompletableFuture<Boolean> outcome = new CompletableFuture<>();
    private final Map<String, Layer> layers = new ConcurrentHashMap<>();
    private final Thread thread;
    private final long begunNanos = System.nanoTime();
    private volatile long heardNanos = begunNanos;
    private int waiting = 1;

    /** Begins it, with the caller as the first who waits. */
    ImagePull(DockerClients clients, String reference, Path credentials) {
        this.clients = clients;
        this.reference = reference;
        this.credentials = credentials;
        thread = Thread.ofVirtual().name("docker-pull").start(this::run);
    }

    /** Waits for it too; false if it has ended. */
    synchronized boolean join() {
        if (waiting == 0 || outcome.isDone()) {
            return false;
        }
        waiting++;
        return true;
    }

    void leave() {
        boolean unwanted;
        synchronized (this) {
            waiting--;
            unwanted = waiting == 0 && !outcome.isDone();
        }
        if (unwanted) {
            // Closes its connection, which is how an engine learns that nobody waits any more.
            thread.interrupt();
        }
    }

    synchronized boolean ended() {
        return waiting == 0 || outcome.isDone();
    }

    /** Whether the image is there now; throws if it cannot be pulled. */
    boolean await(Duration time) {
        var silence = clients.times().pullSilence();
        try {
            outcome.get(time.toNanos(), TimeUnit.NANOSECONDS);
            return true;
        } catch (TimeoutException e) {
            if (System.nanoTime() - heardNanos > silence.toNanos()) {
                throw failed("nothing was heard of it for " + silence.toSeconds() + " s");
            }
            return false;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof EngineException cause) {
                throw new EngineException(cause.kind(), String.valueOf(cause.getMessage()), cause);
            }
            throw new AssertionError("a pull that fails by a fault of ours", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EngineException(
                    EngineException.Kind.UNAVAILABLE, "the pull of the image " + reference + " was given up", e);
        }
    }

    /**
     * A sentence for a person. It changes with each minute, also while layers are extracted, of which nothing is counted: who reads it sees that the pull is
     * alive, and an instance whose sentence stands still is given up.
     */
    String progress() {
        return progress(Duration.ofNanos(System.nanoTime() - begunNanos).toMinutes());
    }

    String progress(long minutes) {
        long total = layers.values().stream().mapToLong(Layer::total).sum();
        long done = layers.values().stream().mapToLong(Layer::done).sum();
        var text = "pulling " + reference;
        if (total > 0) {
            text += ": " + done / MIB + " of " + (total + MIB - 1) / MIB + " MiB";
        }
        return minutes == 0 ? text : text + ", for " + minutes + " min";
    }

    private void run() {
        try {
            pull();
            outcome.complete(true);
        } catch (RuntimeException e) {
            outcome.completeExceptionally(e);
        }
    }

    private void pull() {
        var image = ImageName.parse(reference);
        var headers = RegistryCredentials.read(credentials)
                .headerFor(image.registry())
                .map(header -> Map.of("X-Registry-Auth", header))
                .orElse(Map.of());
        var path = "/images/create?fromImage=" + encoded(image.repository()) + "&tag=" + encoded(image.version());
        try (var opened = open(path, headers)) {
            try (MappingIterator<PullResponseItem> steps =
                    DockerClients.JSON.readerFor(PullResponseItem.class).readValues(opened.body())) {
                while (steps.hasNextValue()) {
                    heard(steps.nextValue());
                }
            }
        } catch (IOException e) {
            throw clients.unavailable(e);
        }
    }

    /** The engine answers once the registry has. */
    private DockerStream open(String path, Map<String, String> headers) {
        try {
            return clients.stream(clients.times().pullSilence(), "POST", path, headers);
        } catch (EngineException e) {
            throw e.kind() == EngineException.Kind.UNAVAILABLE ? e : failed(String.valueOf(e.getMessage()));
        }
    }

    private void heard(PullResponseItem step) {
        heardNanos = System.nanoTime();
        var fault = step.getErrorDetail();
        if (fault != null) {
            throw failed(String.valueOf(fault.getMessage()));
        }
        var detail = step.getProgressDetail();
        var layer = step.getId();
        if (layer == null || layers.size() >= LAYERS_MAX) {
            return;
        }
        switch (String.valueOf(step.getStatus())) {
            case "Downloading" -> {
                if (detail != null) {
                    layers.put(layer, Layer.of(detail));
                }
            }
            case "Download complete", "Pull complete" -> layers.computeIfPresent(layer, (id, seen) -> seen.complete());
            default -> {
                // Waiting, verifying, extracting: nothing that is counted.
            }
        }
    }

    private EngineException failed(String reason) {
        return ImagePulls.failed(reference, reason);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private record Layer(long done, long total) {
        static Layer of(ResponseItem.ProgressDetail detail) {
            return new Layer(
                    detail.getCurrent() == null ? 0 : detail.getCurrent(),
                    detail.getTotal() == null ? 0 : detail.getTotal());
        }

        Layer complete() {
            return new Layer(total, total);
        }
    }
}
