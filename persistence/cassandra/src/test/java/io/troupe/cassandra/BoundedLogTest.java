package io.troupe.cassandra;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BoundedLogTest {
    @TempDir
    Path directory;

    @Test
    void theOldestLinesGoWhenTheFilesAreFull() throws IOException {
        try (var log = BoundedLog.in(directory, 10)) {
            for (var line = 0; line < 10; line++) {
                log.write("line %d\n".formatted(line).getBytes(StandardCharsets.UTF_8));
            }
        }

        try (var files = Files.list(directory)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrder(
                            "cassandra.log", "cassandra.log.1", "cassandra.log.2", "cassandra.log.3");
        }
        assertThat(directory.resolve("cassandra.log")).hasContent("line 9\n");
        assertThat(directory.resolve("cassandra.log.3")).hasContent("line 6\n");
    }

    @Test
    void aNewStartGoesOnInTheSameFile() throws IOException {
        try (var log = BoundedLog.in(directory, 100)) {
            log.write("before\n".getBytes(StandardCharsets.UTF_8));
        }
        try (var log = BoundedLog.in(directory, 100)) {
            log.write("after\n".getBytes(StandardCharsets.UTF_8));
        }

        assertThat(directory.resolve("cassandra.log")).hasContent("before\nafter\n");
    }
}
