package io.troupe.node.engine.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a process does to the files that it writes its output to. */
class OutputFileTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    @TempDir
    Path directory;

    @Test
    void aLinkInItsPlaceIsNeitherReadNorCopiedNorEmptied() throws IOException {
        var secret = Files.write(directory.resolve("secret"), new byte[(int) OutputFile.BYTES_MAX + 1]);
        var sandbox = Files.createDirectory(directory.resolve("sandbox"));
        var stdout = Files.createSymbolicLink(sandbox.resolve("stdout"), secret);
        var output = new OutputFile(stdout);

        output.tend(NOW);

        assertThat(OutputFile.length(stdout)).isZero();
        assertThatThrownBy(() -> OutputFile.opened(stdout)).isInstanceOf(IOException.class);
        assertThat(new LineEnds(stdout, 0).startOfLast(10)).isZero();
        assertThat(secret).hasSize(OutputFile.BYTES_MAX + 1);
        assertThat(sandbox).isDirectoryNotContaining("glob:**/stdout.1");
    }

    @Test
    void aLinkInThePlaceOfTheIndexIsNotWrittenTo() throws IOException {
        var other = Files.writeString(directory.resolve("other"), "untouched");
        var sandbox = Files.createDirectory(directory.resolve("sandbox"));
        var stdout = Files.writeString(sandbox.resolve("stdout"), "said\n");
        Files.createSymbolicLink(sandbox.resolve(".stdout.times"), other);
        var output = new OutputFile(stdout);

        output.tend(NOW);

        assertThat(other).hasContent("untouched");
        assertThat(output.lengthBefore(false, NOW)).isZero();
    }

    @Test
    void whatHasGrownTooLongBecomesTheOlderOne() throws IOException {
        var stdout = Files.write(directory.resolve("stdout"), new byte[(int) OutputFile.BYTES_MAX + 1]);
        Files.writeString(directory.resolve("stdout.new"), "left by a crash");
        var output = new OutputFile(stdout);

        output.tend(NOW);

        assertThat(stdout).isEmptyFile();
        assertThat(output.older()).hasSize(OutputFile.BYTES_MAX);
    }
}
