package io.troupe.node.survival;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The life of a node as its operator sees it: start, a second start, what it shows, stop, start again. */
@Tag("real")
final class NodeLifeTest {
    private static final Duration WAIT_MAX = Duration.ofMinutes(2);

    @Test
    void aProcessOutlivesAnOrderlyStopAndIsAdopted(@TempDir Path directory) throws Exception {
        var data = directory.resolve("data");
        try (var machine = new TestMachine(data)) {
            var node = NodeProcess.start(data);
            assertThat(node.ask("POST", "/v2/apps", """
                    {"id":"/loop","cmd":"echo hello from $MARATHON_APP_ID; exec sleep 3600",
                     "cpus":0.01,"mem":32,"instances":2}""").status()).isEqualTo(201);
            awaitRunning(node, 2);
            var processes = TestMachine.processesUnder(data.resolve("sandboxes")).stream()
                    .map(ProcessHandle::pid)
                    .toList();
            assertThat(processes).hasSizeGreaterThanOrEqualTo(2);
            var task = node.get("/v2/apps/loop/tasks").at("/tasks/0/id").asText();
            await().atMost(WAIT_MAX)
                    .until(() -> node.ask("GET", "/v1/instances/" + task.replaceAll("\\._app.*", "") + "/logs", null)
                            .body()
                            .contains("hello from /loop"));

            assertThat(node.stop()).isIn(0, 130, 143);
            assertThat(machine.cassandra())
                    .as("Cassandra is stopped with the node")
                    .isEmpty();
            for (var pid : processes) {
                assertThat(ProcessHandle.of(pid))
                        .as("process " + pid + " runs on")
                        .isPresent();
            }

            var again = NodeProcess.start(data);
            awaitRunning(again, 2);
            assertThat(again.get("/v2/apps/loop/tasks").findValuesAsText("id")).contains(task);
            again.stop();

            var last = NodeProcess.start(data, "--stop-containers");
            awaitRunning(last, 2);
            last.stop();
            await("all processes of instances are stopped")
                    .atMost(WAIT_MAX)
                    .until(() -> TestMachine.processesUnder(data.resolve("sandboxes"))
                            .isEmpty());
        }
    }

    @Test
    void aSecondNodeOnTheSameDataDirectoryIsRefused(@TempDir Path directory) {
        var data = directory.resolve("data");
        try (var machine = new TestMachine(data)) {
            var node = NodeProcess.start(data);
            assertThat(machine.cassandra()).isPresent();
            var home = System.getProperty("troupe.home");
            assertThat(secondOn(data, home))
                    .anySatisfy(
                            line -> assertThat(line).contains(data.toString()).contains(Long.toString(node.pid())));
            assertThat(node.get("/v1/settings").toString()).contains(data.toString());
            node.stop();
        }
    }

    private static List<String> secondOn(Path data, String home) {
        try {
            var process = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "@" + home + "/node.args",
                            "io.troupe.node.Main",
                            "up",
                            "--http-port=0",
                            "--data-dir=" + data)
                    .redirectErrorStream(true)
                    .start();
            var lines = process.inputReader().lines().toList();
            assertThat(process.waitFor()).as(lines.toString()).isNotZero();
            return lines;
        } catch (java.io.IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void aStartThatIsBrokenOffLeavesNothingBehind(@TempDir Path directory) {
        var data = directory.resolve("data");
        try (var machine = new TestMachine(data)) {
            for (var moment : List.of("data in", "embedded Cassandra answers", "control plane started")) {
                var node = NodeProcess.begin(data);
                await(moment)
                        .atMost(WAIT_MAX)
                        .pollInterval(Duration.ofMillis(5))
                        .until(() -> node.said()
                                .lines()
                                .reduce("", (before, line) -> line)
                                .contains(moment));
                node.stop();
                assertThat(machine.cassandra())
                        .as("Cassandra after '" + moment + "': " + node.said())
                        .isEmpty();
            }
            NodeProcess.start(data).stop();
        }
    }

    @Test
    void aPortInUseIsToldBeforeAnythingIsStarted(@TempDir Path directory) throws Exception {
        var data = directory.resolve("data");
        try (var machine = new TestMachine(data);
                var other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var node = NodeProcess.begin(data, "--http-port", Integer.toString(other.getLocalPort()));
            assertThat(node.awaitEnd()).isEqualTo(1);
            assertThat(node.said())
                    .contains("127.0.0.1:" + other.getLocalPort())
                    .contains("--http-port")
                    .doesNotContain("Cassandra");
            assertThat(machine.cassandra()).isEmpty();
        }
    }

    @Test
    void theTokenFileIsForItsOwnerAlone(@TempDir Path directory) throws Exception {
        var data = directory.resolve("data");
        try (var machine = new TestMachine(data)) {
            var node = NodeProcess.start(data);
            assertThat(machine.cassandra()).isPresent();
            assertThat(Files.getPosixFilePermissions(data.resolve("token")))
                    .extracting(Enum::name)
                    .containsExactlyInAnyOrder("OWNER_READ", "OWNER_WRITE");
            node.stop();
        }
    }

    private static void awaitRunning(NodeProcess node, int instances) {
        await().atMost(WAIT_MAX)
                .until(() -> node.get("/v2/apps/loop").at("/app/tasksRunning").asInt() == instances);
    }
}
