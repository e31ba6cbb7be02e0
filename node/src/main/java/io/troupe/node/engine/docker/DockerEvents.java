package io.troupe.node.engine.docker;

import com.fasterxml.jackson.databind.JsonNode;
import io.troupe.node.engine.ContainerEngine.Subscription;
import io.troupe.node.engine.EngineEvent;
import io.troupe.node.engine.EngineException;
import io.troupe.node.engine.EngineListener;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Listens to an engine's events, and connects again whenever that ends. */
final class DockerEvents implements Subscription {
    private static final Logger LOG = LoggerFactory.getLogger(DockerEvents.class);
    private static final Duration FIRST_TRY_TIMEOUT = Duration.ofSeconds(5);
    private static final Duration PAUSE_MIN = Duration.ofMillis(100);
    private static final Duration PAUSE_MAX = Duration.ofSeconds(2);
    private static final int SIGKILL_EXIT_CODE = 137;

    private final DockerCalls calls;
    private final String nodeLabel;
    private final EngineListener listener;
    private final Predicate<String> outOfMemory;
    private final Runnable onLost;
    private final CountDownLatch firstTry = new CountDownLatch(1);
    private final Set<String> sawOutOfMemory = new HashSet<>();
    private final Thread thread;
    private volatile boolean closed;
    private volatile @Nullable DockerStream stream;

    /**
     * @param nodeLabel label and value that containers of the node carry
     * @param outOfMemory asks the engine whether an ended container was killed for its use of memory
     * @param onLost called before Lost is told
     */
    DockerEvents(
            DockerCalls calls,
            String nodeLabel,
            EngineListener listener,
            Predicate<String> outOfMemory,
            Runnable onLost) {
        this.calls = calls;
        this.nodeLabel = nodeLabel;
        this.listener = listener;
        this.outOfMemory = outOfMemory;
        this.onLost = onLost;
        thread = Thread.ofVirtual().name("docker-events").start(this::run);
    }

    /** Waits until events are listened to, or are known not to come for now. */
    void awaitFirstTry() throws InterruptedException {
        firstTry.await(FIRST_TRY_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public void close() {
        closed = true;
        var open = stream;
        if (open != null) {
            open.close();
        }
        LockSupport.unpark(thread);
    }

    private void run() {
        boolean lost = false;
        var pause = PAUSE_MIN;
        while (!closed) {
            String reason;
            try (var opened = open()) {
                stream = opened;
                if (lost) {
                    lost = false;
                    LOG.info("engine=docker event=back");
                    listener.heard(new EngineEvent.Back());
                }
                pause = PAUSE_MIN;
                firstTry.countDown();
                listen(opened);
                reason = "the engine ended its events";
            } catch (EngineException | IOException e) {
                reason = String.valueOf(e.getMessage());
            }
            stream = null;
            if (closed) {
                return;
            }
            if (!lost) {
                lost = true;
                LOG.warn("engine=docker event=lost reason=\"{}\"", reason);
                sawOutOfMemory.clear();
                onLost.run();
                listener.heard(new EngineEvent.Lost(reason));
            }
            firstTry.countDown();
            LockSupport.parkNanos(pause.toNanos());
            pause = pause.multipliedBy(2).compareTo(PAUSE_MAX) < 0 ? pause.multipliedBy(2) : PAUSE_MAX;
        }
    }

    private DockerStream open() {
        var filters = DockerCalls.JSON.createObjectNode();
        filters.putArray("type").add("container");
        filters.putArray("label").add(nodeLabel);
        filters.putArray("event").add("start").add("oom").add("die").add("destroy");
        // The engine answers before it listens; what happens in between is asked for by its time.
        var opened = calls.stream(
                "GET",
                "/events?since=" + Instant.now().getEpochSecond() + "&filters="
                        + URLEncoder.encode(filters.toString(), StandardCharsets.UTF_8),
                null,
                Map.of());
        if (opened.status() >= 400) {
            try (opened) {
                throw calls.refusal(opened);
            }
        }
        return opened;
    }

    private void listen(DockerStream opened) throws IOException {
        try (var events = DockerCalls.JSON.readerFor(JsonNode.class).<JsonNode>readValues(opened.body())) {
            while (events.hasNextValue()) {
                tell(events.nextValue());
            }
        }
    }

    private void tell(JsonNode event) {
        var container = event.path("Actor").path("ID").asText();
        long nanos = event.path("timeNano").asLong();
        var at = Instant.ofEpochSecond(0, nanos);
        switch (event.path("Action").asText()) {
            case "start" -> listener.heard(new EngineEvent.Started(container, at));
            case "oom" -> sawOutOfMemory.add(container);
            case "die" -> {
                var code =
                        event.path("Actor").path("Attributes").path("exitCode").asText();
                var exitCode = code.isEmpty() ? null : Integer.valueOf(code);
                var memory = sawOutOfMemory.remove(container)
                        || (exitCode != null && exitCode == SIGKILL_EXIT_CODE && outOfMemory.test(container));
                listener.heard(new EngineEvent.Ended(container, exitCode, memory, at));
            }
            case "destroy" -> {
                sawOutOfMemory.remove(container);
                listener.heard(new EngineEvent.Removed(container, at));
            }
            default -> LOG.debug("engine=docker event=\"{}\" ignored=true", event.path("Action"));
        }
    }
}
