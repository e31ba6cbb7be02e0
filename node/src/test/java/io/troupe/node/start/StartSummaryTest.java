package io.troupe.node.start;

import static org.assertj.core.api.Assertions.assertThat;

import io.troupe.node.settings.SettingsReader;
import io.troupe.protocol.identity.NodeId;
import io.troupe.protocol.node.NodeDescription;
import io.troupe.protocol.node.NodeDescription.EngineDescription;
import io.troupe.protocol.node.NodeDescription.EngineKind;
import io.troupe.protocol.node.NodeDescription.PortRange;
import io.troupe.protocol.workload.Resources;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class StartSummaryTest {
    private static final EngineDescription PROCESSES = new EngineDescription(EngineKind.PROCESSES, "process", "", true);

    @Test
    void tellsWhatWasFoundAndHowToGoOn() {
        var docker = new EngineDescription(EngineKind.IMAGES, "docker", "20.10.24", true);
        assertThat(lines(StartSummary.URL_DEFAULT, docker, PROCESSES))
                .contains(
                        "  1.5 cpus, 2048 MiB of memory, 4096 MiB of disk, host ports 31000-32000",
                        "  container engine: docker 20.10.24",
                        "  bin/troupe apply -f examples/hello.json",
                        "  curl http://127.0.0.1:8080/v2/apps");
    }

    @Test
    void aCommandNamesTheAddressIfItIsNotTheOneThatIsTriedFirst() {
        assertThat(lines("http://127.0.0.1:9090", PROCESSES))
                .contains("  bin/troupe --url http://127.0.0.1:9090 apply -f examples/hello.json");
    }

    @Test
    void tellsThatAnEngineIsMissingOrSilent() {
        assertThat(lines(StartSummary.URL_DEFAULT, PROCESSES))
                .anySatisfy(line -> assertThat(line).contains("no container engine"));
        var silent = new EngineDescription(EngineKind.IMAGES, "docker", "", false);
        assertThat(lines(StartSummary.URL_DEFAULT, silent, PROCESSES))
                .anySatisfy(line -> assertThat(line).contains("docker does not answer now"));
    }

    @Test
    void tellsWhatElseIsLent() {
        assertThat(lines(
                        new Resources(1500, 2048, 4096, 1, Map.of("licence", 5L)), StartSummary.URL_DEFAULT, PROCESSES))
                .contains("  1 GPU, 5 licence");
    }

    private static List<String> lines(String url, EngineDescription... engines) {
        return lines(new Resources(1500, 2048, 4096, 0), url, engines);
    }

    private static List<String> lines(Resources total, String url, EngineDescription... engines) {
        var node = new NodeDescription(
                new NodeId("node-1"),
                "127.0.0.1",
                total,
                List.of(new PortRange(31_000, 32_000)),
                Map.of(),
                null,
                null,
                List.of("*"),
                List.of(engines),
                "1");
        return new StartSummary(SettingsReader.read(List.of(), Map.of()), url).lines(node, 4_900);
    }
}
