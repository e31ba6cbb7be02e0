package io.troupe.node.engine.process;

import io.troupe.node.engine.EngineContainer.State;
import io.troupe.node.engine.EngineEvent;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notices that processes end, and keeps their output within bounds. Endings are announced by the launchers; every {@link #LOOK_EVERY} it also looks
 * for itself, because a launcher may have been killed.
 */
final class ProcessWatcher implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ProcessWatcher.class);
    private static final Duration TEND_EVERY = Duration.ofSeconds(1);
    private static final Duration LOOK_EVERY = Duration.ofSeconds(5);
    private static final Duration CHECK_MAX = Duration.ofSeconds(1);

    private record Watched(ProcessFolder folder, List<OutputFile> outputs) {}

    private final EndWatch endings;
    private final Function<String, ProcessFolder> folders;
    private final Consumer<EngineEvent> events;
    private final Map<String, Watched> running = new ConcurrentHashMap<>();
    private final Map<String, CountDownLatch> awaited = new ConcurrentHashMap<>();
    private volatile boolean closed;

    private ProcessWatcher(EndWatch endings, Function<String, ProcessFolder> folders, Consumer<EngineEvent> events) {
        this.endings = endings;
        this.folders = folders;
        this.events = events;
    }

    static ProcessWatcher start(Path endings, Function<String, ProcessFolder> folders, Consumer<EngineEvent> events)
            throws IOException {
        var watcher = new ProcessWatcher(new EndWatch(endings), folders, events);
        var _ = Thread.ofPlatform().daemon().name("process-engine").start(watcher::watch);
        return watcher;
    }

    /** A process that runs, or has run until just now. */
    void add(String id) {
        var folder = folders.apply(id);
        running.put(id, new Watched(folder, List.of(new OutputFile(folder.output()), new OutputFile(folder.error()))));
        look(id);
    }

    /** Somebody waits for a process to end. */
    final class End implements AutoCloseable {
        private final String id;
        private final CountDownLatch latch;

        private End(String id) {
            this.id = id;
            latch = awaited.computeIfAbsent(id, key -> new CountDownLatch(1));
        }

        /** Whether it has ended in time. */
        boolean await(Duration patience) throws InterruptedException {
            var deadline = System.nanoTime() + patience.toNanos();
            while (folders.apply(id).state() == State.RUNNING) {
                var left = deadline - System.nanoTime();
                if (left <= 0) {
                    return false;
                }
                var _ = latch.await(Math.min(left, CHECK_MAX.toNanos()), TimeUnit.NANOSECONDS);
            }
            return true;
        }

        @Override
        public void close() {
            awaited.remove(id, latch);
        }
    }

    End end(String id) {
        return new End(id);
    }

    private void watch() {
        var lookAt = Instant.now().plus(LOOK_EVERY);
        while (!closed) {
            try {
                var ended = endings.next(TEND_EVERY);
                if (ended == null) {
                    return;
                }
                ended.forEach(this::look);
                var now = Instant.now();
                running.values().forEach(one -> one.outputs().forEach(output -> output.tend(now)));
                if (!now.isBefore(lookAt)) {
                    lookAt = now.plus(LOOK_EVERY);
                    List.copyOf(running.keySet()).forEach(this::look);
                }
            } catch (InterruptedException e) {
                return;
            } catch (RuntimeException e) {
                LOG.warn("processes not watched for a moment", e);
            }
        }
    }

    private void look(String id) {
        var folder = folders.apply(id);
        if (folder.state() == State.RUNNING) {
            return;
        }
        var latch = awaited.get(id);
        if (latch != null) {
            latch.countDown();
        }
        if (running.remove(id) != null) {
            var exit = folder.exit();
            events.accept(new EngineEvent.Ended(
                    id,
                    exit.map(ProcessFolder.Exit::code).orElse(null),
                    exit.map(ProcessFolder.Exit::outOfMemory).orElse(false),
                    Instant.now()));
        }
    }

    @Override
    public void close() {
        closed = true;
        try {
            endings.close();
        } catch (IOException e) {
            LOG.warn("watch not closed reason='{}'", e.getMessage());
        }
    }
}
