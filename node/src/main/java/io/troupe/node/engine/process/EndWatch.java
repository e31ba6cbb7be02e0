package io.troupe.node.engine.process;

import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Waits for launchers to announce, by a file in one directory, that a process has ended. The kernel wakes it, so waiting costs nothing. */
final class EndWatch implements AutoCloseable {
    private final WatchService watch;

    EndWatch(Path directory) throws IOException {
        watch = directory.getFileSystem().newWatchService();
        var _ = directory.register(watch, StandardWatchEventKinds.ENTRY_CREATE);
    }

    /** What has ended; empty after that time, or if too much has ended to be told. Null once it is closed. */
    @Nullable List<String> next(Duration patience) throws InterruptedException {
        try {
            WatchKey key = watch.poll(patience.toMillis(), TimeUnit.MILLISECONDS);
            if (key == null) {
                return List.of();
            }
            var ended = new ArrayList<String>();
            for (var event : key.pollEvents()) {
                if (event.context() instanceof Path name) {
                    ended.add(name.toString());
                }
            }
            key.reset();
            return ended;
        } catch (ClosedWatchServiceException e) {
            return null;
        }
    }

    @Override
    public void close() throws IOException {
        watch.close();
    }
}
