package io.troupe.node.survival;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** A small file system of its own, in memory, that can be filled to the last byte. Only root may make one. */
final class SmallDisk implements AutoCloseable {
    private static final Duration RELEASE_MAX = Duration.ofSeconds(20);
    private static final int CHUNK_BYTES = 1 << 16;

    private final Path mountPoint;

    SmallDisk(Path mountPoint, int mebibytes) throws IOException {
        this.mountPoint = Files.createDirectories(mountPoint);
        TestMachine.run("mount", "-t", "tmpfs", "-o", "size=" + mebibytes + "m", "tmpfs", mountPoint.toString());
    }

    /** Takes all that is left. */
    void fill() {
        try (var ballast = Files.newOutputStream(ballast())) {
            for (var size = CHUNK_BYTES; size > 0; size /= 16) {
                fill(ballast, new byte[size]);
            }
        } catch (IOException full) {
            // The last bytes are refused when the file is closed, or were already: it is full either way.
            return;
        }
    }

    private static void fill(java.io.OutputStream ballast, byte[] chunk) {
        try {
            while (true) {
                ballast.write(chunk);
            }
        } catch (IOException full) {
            // What is left is less than this.
            return;
        }
    }

    /** Gives it back. */
    void empty() throws IOException {
        Files.delete(ballast());
    }

    private Path ballast() {
        return mountPoint.resolve("ballast");
    }

    /** Whoever had files open on it must have ended. */
    @Override
    public void close() {
        await("the disk is released")
                .atMost(RELEASE_MAX)
                .ignoreException(AssertionError.class)
                .until(() -> TestMachine.run("umount", mountPoint.toString()).isEmpty());
    }
}
