package io.troupe.node.engine.process;

import akka.util.ByteString;
import io.troupe.cluster.access.InstanceAccess.LogChunk;
import io.troupe.cluster.access.InstanceAccess.LogRequest;
import io.troupe.node.engine.LogReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** Reads the files to which a process writes its output, one stream after the other, and follows them while it runs. */
final class FileLogReader implements LogReader {
    private static final int CHUNK_BYTES_MAX = 64 * 1024;
    private static final long POLL_MILLIS = 200;

    private final List<Stream> streams = new ArrayList<>();
    private final boolean follow;
    private final BooleanSupplier running;
    private volatile boolean closed;

    /** How far a stream is read: first what is left of the older file, then the present one. */
    private static final class Stream {
        private final OutputFile output;
        private final boolean error;
        private boolean inOlder;
        private long position;

        private Stream(OutputFile output, boolean error, boolean inOlder, long position) {
            this.output = output;
            this.error = error;
            this.inOlder = inOlder;
            this.position = position;
        }
    }

    FileLogReader(OutputFile output, OutputFile error, LogRequest request, BooleanSupplier running) {
        this.follow = request.follow();
        this.running = running;
        if (request.output()) {
            streams.add(stream(output, false, request));
        }
        if (request.error()) {
            streams.add(stream(error, true, request));
        }
    }

    private static Stream stream(OutputFile output, boolean error, LogRequest request) {
        var stream = new Stream(output, error, true, 0);
        var since = request.since();
        if (since != null) {
            skipBefore(stream, since);
        }
        var tail = request.tailLines();
        if (tail != null) {
            skipToTail(stream, tail);
        }
        return stream;
    }

    private static void skipBefore(Stream stream, Instant since) {
        var present = stream.output.lengthBefore(false, since);
        stream.inOlder = present == 0;
        stream.position = present == 0 ? stream.output.lengthBefore(true, since) : present;
    }

    /** Moves on to where so many lines are left, counted over both files; lines before where it stands do not count. */
    private static void skipToTail(Stream stream, int lines) {
        var ends = new LineEnds(stream.output.file(), stream.inOlder ? 0 : stream.position);
        var start = ends.startOfLast(lines);
        if (ends.found() >= lines || !stream.inOlder) {
            stream.inOlder = false;
            stream.position = start;
            return;
        }
        stream.position = new LineEnds(stream.output.older(), stream.position).startOfLast(lines - ends.found());
    }

    @Override
    public Optional<LogChunk> next() {
        while (!closed) {
            var ran = running.getAsBoolean();
            for (var stream : streams) {
                var chunk = read(stream);
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

    private static Optional<LogChunk> read(Stream stream) {
        if (stream.inOlder) {
            var chunk = read(stream, stream.output.older());
            if (chunk.isPresent()) {
                return chunk;
            }
            stream.inOlder = false;
            stream.position = 0;
        }
        if (OutputFile.length(stream.output.file()) < stream.position) {
            // It was emptied since: what was not read yet stands in the older one.
            stream.inOlder = true;
            return read(stream);
        }
        return read(stream, stream.output.file());
    }

    private static Optional<LogChunk> read(Stream stream, Path file) {
        if (OutputFile.length(file) == 0) {
            return Optional.empty();
        }
        try (var open = OutputFile.opened(file)) {
            var left = open.size() - stream.position;
            if (left <= 0) {
                return Optional.empty();
            }
            var buffer = ByteBuffer.allocate((int) Math.min(CHUNK_BYTES_MAX, left));
            var count = open.read(buffer, stream.position);
            if (count <= 0) {
                return Optional.empty();
            }
            stream.position += count;
            return Optional.of(new LogChunk(stream.error, ByteString.fromArray(buffer.array(), 0, count)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        closed = true;
    }
}
