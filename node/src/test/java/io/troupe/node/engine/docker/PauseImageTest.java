package io.troupe.node.engine.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.troupe.node.engine.EngineException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PauseImageTest {
    @Test
    void theProgramRunsUntilItIsKilled(@TempDir Path folder) throws IOException, InterruptedException {
        assumeTrue(System.getProperty("os.arch").equals("amd64"), "the program is one for amd64");
        var file = Files.write(folder.resolve("pause"), PauseImage.program("amd64"));
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
        var process = new ProcessBuilder(file.toString()).start();
        try {
            assertThat(process.waitFor(300, TimeUnit.MILLISECONDS)).isFalse();
            assertThat(process.isAlive()).isTrue();
        } finally {
            process.destroyForcibly();
        }
        assertThat(process.waitFor()).isEqualTo(137);
    }

    @Test
    void anArchitectureNobodyKnowsIsRefused() {
        assertThat(PauseImage.program("arm64")).hasSizeLessThan(200);
        assertThatThrownBy(() -> PauseImage.program("s390x"))
                .isInstanceOf(EngineException.class)
                .hasMessageContaining("s390x");
    }
}
