package io.troupe.node.engine.docker;

import com.fasterxml.jackson.databind.MappingIterator;
import com.github.dockerjava.api.model.Event;
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
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Listens to an engine's events, and connects again whenever that ends. An engine that hangs leaves its connections open, so it is asked now and then whether
 * it is there; one that does not answer is lost until it does.
 */
final class DockerEvents implements Subscription {
    private static final Logger LOG = LoggerFactory.getLogger(DockerEvents.class);
    private static final Duration PAUSE_MIN = Duration.ofMillis(100);
    private static final Duration PAUSE_MAX = Duration.ofSeconds(2);
    private static final int SIGKILL_EXIT_CODE = 137;

    private final DockerClients clients;
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
            DockerClients clients,
            String nodeLabel,
            EngineListener listener,
            Predicate<String> outOfMemory,
            Runnable onLost) {
        this.clients = clients;
        this.nodeLabel = nodeLabel;
        this.listener = listener;
        this.outOfMemory = outOfMemory;
        this.onLost = onLost;
        thread = Thread.ofVirtual().name("docker-events").start(this::run);
    }

    /** Waits until events are listened to, or are known not to come for now. */
    void awaitFirstTry() throws InterruptedException {
        firstTry.await(clients.times().ping().multipliedBy(2).toMillis(), TimeUnit.MILLISECONDS);
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
                reason = listenWhileItAnswers(opened);
            } catch (EngineException e) {
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
        // The engine answers before it listens; what happens in between is asked for by its time.
        return clients.stream(
                clients.times().ping(),
                "GET",
                "/events?since=" + Instant.now().getEpochSecond() + "&filters=" + filters(),
                Map.of());
    }

    private String filters() {
        var filters = Map.of(
                "type", List.of("container"),
                "label", List.of(nodeLabel),
                "event", List.of("start", "oom", "die", "destroy"));
        try {
            return URLEncoder.encode(DockerClients.JSON.writeValueAsString(filters), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new AssertionError("filters that cannot be written", e);
        }
    }

    /** Answers why it ended. */
    private String listenWhileItAnswers(DockerStream opened) {
        var pulse = new Pulse(opened);
        try (MappingIterator<Event> events =
                DockerClients.JSON.readerFor(Event.class).readValues(opened.body())) {
            while (events.hasNextValue()) {
                tell(events.nextValue());
            }
            return pulse.reason("the engine ended its events");
        } catch (IOException e) {
            return pulse.reason(clients.unavailable(e).getMessage());
        } finally {
            pulse.end();
        }
    }

    private void tell(Event event) {
        var actor = event.getActor();
        var nanos = event.getTimeNano();
        if (actor == null || actor.getId() == null || nanos == null) {
            LOG.warn("engine=docker event=\"{}\" ignored=true", event);
            return;
        }
        var container = actor.getId();
        var at = Instant.ofEpochSecond(0, nanos);
        switch (String.valueOf(event.getAction())) {
            case "start" -> listener.heard(new EngineEvent.Started(container, at));
            case "oom" -> sawOutOfMemory.add(container);
            case "die" -> {
                var attributes = actor.getAttributes();
                var code = attributes == null ? null : attributes.get("exitCode");
                var exitCode = code == null || code.isEmpty() ? null : Integer.valueOf(code);
                var memory = sawOutOfMemory.remove(container)
                        || (exitCode != null && exitCode == SIGKILL_EXIT_CODE && outOfMemory.test(container));
                listener.heard(new EngineEvent.Ended(container, exitCode, memory, at));
            }
            case "destroy" -> {
                sawOutOfMemory.remove(container);
                listener.heard(new EngineEvent.Removed(container, at));
            }
            default -> LOG.debug("engine=docker event=\"{}\" ignored=true", event.getAction());
        }
    }

    /** Asks the engine now and then whether it is there, and ends the events if it is not. */
    private final class Pulse {
        private final DockerStream events;
        private final Thread asking;
        private volatile boolean ended;
        private volatile @Nullable String silence;

        Pulse(DockerStream events) {
            this.events = events;
            asking = Thread.ofVirtual().name("docker-pulse").start(this::ask);
        }

        String reason(@Nullable String seen) {
            var heard = silence;
            return heard == null ? String.valueOf(seen) : heard;
        }

        void end() {
            ended = true;
            LockSupport.unpark(asking);
        }

        private void ask() {
            while (!ended) {
                LockSupport.parkNanos(clients.times().betweenPings().toNanos());
                try {
                    if (!ended) {
                        clients.ping();
                    }
                } catch (EngineException e) {
                    silence = e.getMessage();
                    events.close();
                    return;
                }
            }
        }
    }
}
