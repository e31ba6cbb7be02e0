package io.troupe.cassandra;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends this process once a disk that was full has room again, so that whoever watches it starts it anew.
 *
 * <p>While the disk is full Cassandra goes on reading and acknowledges no write. It cannot go on from there by itself: its commit log
 * has stopped, and memory that could not be flushed stays taken. A new start replays the commit log and has neither trouble, and
 * writes that were given up by their senders are gone instead of being stored late.
 */
final class SpaceWatch {
    /** The exit code that says "start me again at once". */
    static final int SPACE_RETURNED_CODE = 75;

    private static final long PERIOD_MILLIS = 1_000;
    private static final Logger LOG = LoggerFactory.getLogger(SpaceWatch.class);

    private final FileStore disk;
    private volatile boolean segmentRefused;

    private SpaceWatch(FileStore disk) {
        this.disk = disk;
    }

    static SpaceWatch of(Path directory) throws IOException {
        return new SpaceWatch(Files.getFileStore(directory));
    }

    void segmentRefused() {
        segmentRefused = true;
    }

    void start() {
        var thread = new Thread(this::watch, "space-watch");
        thread.setDaemon(true);
        thread.start();
    }

    private void watch() {
        var state = SpaceState.ENOUGH;
        while (state != SpaceState.RETURNED) {
            var free = freeBytes();
            var next = free == null ? state : state.next(free, segmentRefused);
            if (next != state) {
                LOG.warn("disk space changed: state={} freeBytes={} segmentRefused={}", next, free, segmentRefused);
            }
            state = next;
            try {
                Thread.sleep(PERIOD_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
        // Not an orderly exit: it would wait for writes and flushes that hang since the disk was full.
        Runtime.getRuntime().halt(SPACE_RETURNED_CODE);
    }

    private @Nullable Long freeBytes() {
        try {
            return disk.getUsableSpace();
        } catch (IOException unknown) {
            LOG.warn("free disk space is unknown: {}", unknown.getMessage());
            return null;
        }
    }
}
