package io.troupe.node.engine.process;

import akka.util.ByteString;
import io.troupe.cluster.access.InstanceAccess.LogChunk;
import io.troupe.cluster.access.InstanceAccess.LogRequest;
import io.troupe.node.engine.LogReader;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** Reads the files to which a process wrote its output, one after the other, and follows them while it runs. */
final class FileLogReader implements LogReader {
    private static final int CHUNK_BYTES_MAX = 64 * 1024;
    private static final long POLL_MILLIS = 200;

    private final List<Source> sources = new ArrayList<>();
    private final boolean follow;
    private final BooleanSupplier running;
    private volatile boolean closed;

    private static final class Source {
        private final Path file;
        private final boolean error;
        private long position;

        private Source(Path file, boolean error, long position) {
            this.file = file;
            this.error = error;
            this.position = position;
        }
    }

    FileLogReader(Path output, Path error, LogRequest request, BooleanSupplier running) {
        this.follow = request.follow();
        this.running = running;
        var tail = request.tailLines();
        if (request.output()) {
            sources.add(new Source(output, false, tail == null ? 0 : tailStart(output, tail)));
        }
        if (request.error()) {
            sources.add(new Source(error, true, tail == null ? 0 : tailStart(error, tail)));
        }
    }

    private static long tailStart(Path file, int lines) {
        if (!Files.exists(file)) {
            return 0;
        }
        try (var open = new RandomAccessFile(file.toFile(), "r")) {
            var left = lines;
            for (var at = open.length() - 1; at >= 0; at--) {
                open.seek(at);
                if (open.read() == '\n' && at != open.length() - 1 && --left == 0) {
                    return at + 1;
                }
                if (lines == 0) {
                    return open.length();
                }
            }
            return 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public Optional<LogChunk> next() {
        while (!closed) {
            var ran = running.getAsBoolean();
            for (var source : sources) {
                var chunk = read(source);
                if (chunk.isPresent()) {
                    return chunk;
                }
            }
            if (!follow || !ran) {
                return Optional.empty();
            }
            try {
                Thread.sleep(POLL_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return Optional.empty();
            }
        }
        return Optional.empty();
    }

    private static Optional<LogChunk> read(Source source) {
        if (!Files.exists(source.file)) {
            return Optional.empty();
        }
        try (var open = new RandomAccessFile(source.file.toFile(), "r")) {
            if (open.length() < source.position) {
                source.position = 0;
            }
            open.seek(source.position);
            var buffer = new byte[(int) Math.min(CHUNK_BYTES_MAX, open.length() - source.position)];
            open.readFully(buffer);
            source.position += buffer.length;
            return buffer.length == 0
                    ? Optional.empty()
                    : Optional.of(new LogChunk(source.error, ByteString.fromArray(buffer)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        closed = true;
    }
}
