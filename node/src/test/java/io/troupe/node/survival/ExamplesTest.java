package io.troupe.node.survival;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each file of {@code examples/} is applied by the program to a real node, comes to run, and is removed. */
@Tag("real")
final class ExamplesTest {
    private static final Path EXAMPLES = Path.of("..", "examples");
    private static final Duration WAIT_MAX = Duration.ofMinutes(2);

    private static TestMachine machine;
    private static NodeProcess node;

    @BeforeAll
    static void start(@TempDir Path directory) {
        machine = new TestMachine(directory.resolve("data"));
        node = NodeProcess.start(directory.resolve("data"), "--cpus=8", "--mem=4096", "--resources=licence=2");
    }

    @AfterAll
    static void stop() {
        try (var _ = machine) {
            node.stop();
        }
    }

    static List<Path> examples() throws IOException {
        try (var files = Files.list(EXAMPLES)) {
            return files.filter(file -> !file.endsWith("README.md")).sorted().toList();
        }
    }

    @ParameterizedTest
    @MethodSource("examples")
    void anExampleIsAppliedRunsAndGoes(Path file) {
        troupe("apply", "-f", file.toString());
        await().atMost(WAIT_MAX).untilAsserted(() -> {
            var workloads = workloads();
            assertThat(workloads).isNotEmpty().allSatisfy(ExamplesTest::assertRuns);
        });
        assertThat(EXAMPLES.resolve("README.md")).content().contains("`" + file.getFileName() + "`");
        assertThat(node.ask("DELETE", "/v2/groups?force=true", null).status()).isEqualTo(200);
        await().atMost(WAIT_MAX).until(() -> workloads().isEmpty());
    }

    @Test
    void thePagesOfTheExampleWithVolumesAreThoseOfTheNode() throws IOException {
        var pages = Files.createTempDirectory("troupe-example");
        var example =
                Files.readString(EXAMPLES.resolve("with-volumes.json")).replace("/tmp/troupe-pages", pages.toString());
        assertThat(node.ask("POST", "/v2/apps", example).status()).isEqualTo(201);
        await().atMost(WAIT_MAX)
                .untilAsserted(() -> assertThat(pages.resolve("index.html"))
                        .content()
                        .contains(Files.readString(Path.of("/etc/hostname")).strip()));
        assertThat(node.ask("DELETE", "/v2/groups?force=true", null).status()).isEqualTo(200);
        await().atMost(WAIT_MAX).until(() -> workloads().isEmpty());
        assertThat(pages.resolve("index.html")).exists();
    }

    private static void assertRuns(JsonNode workload) {
        assertThat(workload.path("instances").size())
                .as(workload.toString())
                .isEqualTo(workload.at("/target/instances").asInt());
        assertThat(workload.path("instances").findValuesAsText("state"))
                .as(workload.toString())
                .containsOnly("RUNNING");
    }

    private static List<JsonNode> workloads() {
        return StreamSupport.stream(node.get("/v1/workloads").path("workloads").spliterator(), false)
                .toList();
    }

    private static void troupe(String... words) {
        var home = Path.of(System.getProperty("troupe.home"));
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "@" + home.resolve("cli.args"),
                "io.troupe.cli.Main",
                "--url",
                node.url()));
        command.addAll(List.of(words));
        TestMachine.run(command.toArray(String[]::new));
    }
}
