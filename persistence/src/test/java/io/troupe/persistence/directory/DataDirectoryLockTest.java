package io.troupe.persistence.directory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataDirectoryLockTest {
    @TempDir
    Path parent;

    @Test
    void aSecondOwnerIsRefusedAndToldWhoHasIt() throws IOException {
        var directory = parent.resolve("data");
        try (var _ = DataDirectoryLock.acquire(directory)) {
            assertThatThrownBy(() -> DataDirectoryLock.acquire(directory))
                    .isInstanceOf(DataDirectoryInUseException.class)
                    .hasMessageContaining(directory.toString())
                    .hasMessageContaining("process " + ProcessHandle.current().pid());
        }
    }

    @Test
    void anotherProcessIsRefusedToo() throws IOException, InterruptedException {
        var directory = parent.resolve("data");
        try (var _ = DataDirectoryLock.acquire(directory)) {
            var other = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-cp",
                            System.getProperty("java.class.path"),
                            Acquirer.class.getName(),
                            directory.toString())
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();

            assertThat(other.waitFor(30, TimeUnit.SECONDS)).isTrue();
            assertThat(other.exitValue()).isEqualTo(Acquirer.REFUSED);
        }
    }

    @Test
    void itIsFreeAgainAfterwards() throws IOException {
        var directory = parent.resolve("data");
        DataDirectoryLock.acquire(directory).close();

        DataDirectoryLock.acquire(directory).close();
    }

    @Test
    void aNewDirectoryIsForItsOwnerAlone() throws IOException {
        var directory = parent.resolve("data");
        try (var _ = DataDirectoryLock.acquire(directory)) {
            assertThat(Files.getPosixFilePermissions(directory))
                    .isEqualTo(PosixFilePermissions.fromString("rwx------"));
        }
    }

    /** Tries to take a directory and says by its exit code how that went. */
    static final class Acquirer {
        static final int REFUSED = 7;

        private Acquirer() {}

        public static void main(String[] arguments) throws IOException {
            try (var _ = DataDirectoryLock.acquire(Path.of(arguments[0]))) {
                System.exit(0);
            } catch (DataDirectoryInUseException refused) {
                System.exit(REFUSED);
            }
        }
    }
}
