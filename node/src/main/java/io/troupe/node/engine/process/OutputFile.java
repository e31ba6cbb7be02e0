package io.troupe.node.engine.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One stream of a process's output: a file, the older one before it, and an index of how long the file was when, which is how
 * {@code since} is answered.
 *
 * <p>The process writes to its file itself. When that has grown to {@value #BYTES_MAX} bytes it becomes the older one, by copying it and
 * emptying it under its writer; what is written just between the two is lost, and so is what goes beyond the bound.
 */
final class OutputFile {
    private static final Logger LOG = LoggerFactory.getLogger(OutputFile.class);
    static final long BYTES_MAX = 10L * 1024 * 1024;
    private static final int ENTRY_BYTES = 16;
    private static final int INDEX_BYTES_MAX = 1 << 20;
    private static final long INDEX_FINE_BYTES_MAX = 64 * 1024;
    private static final long COARSE_STEP_BYTES = 1024;
    private static final Duration COARSE_STEP = Duration.ofSeconds(10);

    private final Path file;
    private long indexedLength;
    private Instant indexedAt = Instant.EPOCH;

    OutputFile(Path file) {
        this.file = file;
    }

    Path file() {
        return file;
    }

    Path older() {
        return file.resolveSibling(file.getFileName() + ".1");
    }

    private Path index() {
        return file.resolveSibling("." + file.getFileName() + ".times");
    }

    private Path olderIndex() {
        return file.resolveSibling("." + file.getFileName() + ".1.times");
    }

    /** To be read. What writes there may be somebody else's, who must not lead this node's rights to another file by a link. */
    static FileChannel opened(Path path) throws IOException {
        return FileChannel.open(path, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
    }

    /** 0 also for what is no regular file. */
    static long length(Path path) {
        try {
            var attributes = Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            return attributes.isRegularFile() ? attributes.size() : 0;
        } catch (NoSuchFileException e) {
            return 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Called about once a second while the process runs. */
    synchronized void tend(Instant now) {
        try {
            var length = length(file);
            if (length != indexedLength && isTimeForEntry(length, now)) {
                index(length, now);
            }
            if (length > BYTES_MAX) {
                rotate();
            }
        } catch (IOException | UncheckedIOException e) {
            LOG.warn("output not kept within its bounds file={} reason='{}'", file, e.getMessage());
        }
    }

    private boolean isTimeForEntry(long length, Instant now) {
        return length(index()) < INDEX_FINE_BYTES_MAX
                || length - indexedLength >= COARSE_STEP_BYTES && !now.isBefore(indexedAt.plus(COARSE_STEP));
    }

    private void index(long length, Instant now) throws IOException {
        var entry = ByteBuffer.allocate(ENTRY_BYTES)
                .putLong(now.toEpochMilli())
                .putLong(length)
                .flip();
        try (var channel = FileChannel.open(
                index(), StandardOpenOption.CREATE, StandardOpenOption.APPEND, LinkOption.NOFOLLOW_LINKS)) {
            channel.write(entry);
        }
        indexedLength = length;
        indexedAt = now;
    }

    private void rotate() throws IOException {
        var unfinished = file.resolveSibling(file.getFileName() + ".new");
        long dropped;
        Files.deleteIfExists(unfinished);
        try (var from = FileChannel.open(
                        file, StandardOpenOption.READ, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
                var to = FileChannel.open(unfinished, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            dropped = Math.max(0, from.size() - BYTES_MAX);
            var position = dropped;
            for (var end = from.size(); position < end; ) {
                position += from.transferTo(position, end - position, to);
            }
            from.truncate(0);
        }
        Files.move(unfinished, older(), StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        if (dropped == 0 && Files.exists(index())) {
            Files.move(index(), olderIndex(), StandardCopyOption.REPLACE_EXISTING);
        } else {
            // The index counts from a beginning that is not there any more.
            Files.deleteIfExists(index());
            Files.deleteIfExists(olderIndex());
        }
        indexedLength = 0;
    }

    private static ByteBuffer entries(Path index) throws IOException {
        var entries = ByteBuffer.allocate((int) Math.min(length(index), INDEX_BYTES_MAX));
        if (entries.hasRemaining()) {
            try (var open = opened(index)) {
                while (entries.hasRemaining() && open.read(entries) >= 0) {}
            }
        }
        return entries.flip();
    }

    /** How much of the file, or of the older one, was surely written before that time. */
    long lengthBefore(boolean ofOlder, Instant since) {
        long length = 0;
        try {
            var entries = entries(ofOlder ? olderIndex() : index());
            while (entries.remaining() >= ENTRY_BYTES) {
                var at = entries.getLong();
                var then = entries.getLong();
                if (at > since.toEpochMilli()) {
                    break;
                }
                length = then;
            }
        } catch (NoSuchFileException e) {
            return 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return length;
    }
}
