package io.troupe.node.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class GpuDevicesTest {
    @Test
    void eachDeviceFileOfTheDriverIsOneInTheOrderOfTheirNumbers(@TempDir Path folder) throws IOException {
        for (var name : List.of("nvidia10", "nvidia2", "nvidia0", "nvidiactl", "nvidia-uvm", "null")) {
            Files.createFile(folder.resolve(name));
        }

        assertThat(GpuDevices.in(folder)).containsExactly("0", "2", "10");
        assertThat(GpuDevices.in(folder.resolve("nothing"))).isEmpty();
    }
}
