package org.apache.cassandra.db.commitlog;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Optional;
import org.apache.cassandra.config.DatabaseDescriptor;
import org.apache.cassandra.io.FSWriteError;

/**
 * One file of the commit log: filled with zeros when it is made, then overwritten past the page cache, each write durable when it
 * returns.
 *
 * <p>Differs from Cassandra's own direct segment in the zeros, and in that a short write is continued instead of taken for a whole one.
 */
final class PreallocatedSegment extends DirectIOSegment {
    private static final int ZEROS_BYTES = 1 << 20;

    private static final Optional<OpenOption> PAST_THE_CACHE = pastTheCache();

    private final int blockBytes;

    PreallocatedSegment(AbstractCommitLogSegmentManager segments, int blockBytes) {
        super(segments, PreallocatedSegment::create, blockBytes);
        this.blockBytes = blockBytes;
        segments.addSize(DatabaseDescriptor.getCommitLogSegmentSize());
    }

    /** Opens a new file whose whole length is on the disk; leaves none behind if that fails. */
    private static FileChannel create(Path path) throws IOException {
        try {
            try (var file = FileChannel.open(path, StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW)) {
                fill(file, DatabaseDescriptor.getCommitLogSegmentSize());
                file.force(true);
            }
            return open(path);
        } catch (IOException | RuntimeException failure) {
            try {
                Files.deleteIfExists(path);
            } catch (IOException left) {
                failure.addSuppressed(left);
            }
            throw failure;
        }
    }

    private static void fill(FileChannel file, int lengthBytes) throws IOException {
        var zeros = ByteBuffer.allocateDirect(Math.min(ZEROS_BYTES, lengthBytes));
        while (file.position() < lengthBytes) {
            zeros.clear().limit((int) Math.min(zeros.capacity(), lengthBytes - file.position()));
            file.write(zeros);
        }
    }

    /** Past the page cache where the file system can do that, otherwise through it; durable in both cases. */
    private static FileChannel open(Path path) throws IOException {
        OpenOption[] durable = {StandardOpenOption.WRITE, StandardOpenOption.READ, StandardOpenOption.DSYNC};
        if (PAST_THE_CACHE.isPresent()) {
            try {
                return FileChannel.open(path, durable[0], durable[1], durable[2], PAST_THE_CACHE.get());
            } catch (UnsupportedOperationException | IOException cachedOnly) {
                return FileChannel.open(path, durable);
            }
        }
        return FileChannel.open(path, durable);
    }

    /** By name, because the compiler warns of any mention of its type. */
    private static Optional<OpenOption> pastTheCache() {
        try {
            return Arrays.stream(
                            Class.forName("com.sun.nio.file.ExtendedOpenOption").getEnumConstants())
                    .filter(option -> option.toString().equals("DIRECT"))
                    .map(OpenOption.class::cast)
                    .findFirst();
        } catch (ClassNotFoundException notThisJava) {
            return Optional.empty();
        }
    }

    @Override
    protected void flush(int startMarker, int nextMarker) {
        var pending = buffer.duplicate();
        pending.limit((nextMarker + blockBytes - 1) & -blockBytes).position(lastSyncedOffset & -blockBytes);
        try {
            while (pending.hasRemaining()) {
                channel.write(pending, pending.position());
            }
        } catch (IOException e) {
            throw new FSWriteError(e, getPath());
        }
    }

    @Override
    public long onDiskSize() {
        return DatabaseDescriptor.getCommitLogSegmentSize();
    }
}
