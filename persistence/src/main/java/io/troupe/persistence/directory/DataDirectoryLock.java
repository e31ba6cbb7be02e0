package io.troupe.persistence.directory;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import org.jspecify.annotations.Nullable;

/**
 * Sole use of a data directory, held until it is closed or the process ends.
 *
 * <p>The kernel releases the lock with the process, so nothing is left behind by {@code kill -9}. The file stays; its text names the last
 * owner and is only for people and for the error message.
 */
public final class DataDirectoryLock implements AutoCloseable {
    static final String FILE_NAME = "troupe.lock";

    private final FileChannel channel;
    private final FileLock lock;

    private DataDirectoryLock(FileChannel channel, FileLock lock) {
        this.channel = channel;
        this.lock = lock;
    }

    /**
     * Takes the directory, which is made (for its owner alone) if it is not there.
     *
     * @throws DataDirectoryInUseException if another process, or another part of this one, has it
     * @throws IOException if it cannot be made or written to
     */
    public static DataDirectoryLock acquire(Path directory) throws IOException {
        Files.createDirectories(directory, ownerOnly());
        var file = directory.resolve(FILE_NAME);
        var channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        try {
            var lock = tryLock(channel);
            if (lock == null) {
                throw new DataDirectoryInUseException(directory, owner(channel));
            }
            writeOwner(channel);
            return new DataDirectoryLock(channel, lock);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException heldByThisProcess) {
            return null;
        }
    }

    private static String owner(FileChannel channel) throws IOException {
        var text = ByteBuffer.allocate(20);
        channel.read(text, 0);
        return StandardCharsets.US_ASCII.decode(text.flip()).toString().strip();
    }

    private static void writeOwner(FileChannel channel) throws IOException {
        var text = ProcessHandle.current().pid() + "\n";
        channel.truncate(0);
        channel.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII)), 0);
    }

    private static FileAttribute<?>[] ownerOnly() {
        return FileSystems.getDefault().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"))
                }
                : new FileAttribute<?>[0];
    }

    @Override
    public void close() throws IOException {
        try (channel) {
            lock.release();
        }
    }
}
