package io.troupe.node.survival;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.troupe.node.engine.docker.OwnDockerd;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The Docker engine is killed under a running node, while instances start. Its containers live on or die, as it is set up; either way the node notices,
 * keeps to its word and its processes, and in the end exactly what is wanted runs.
 */
@Tag("real")
final class DockerdKillTest {
    private static final Duration NOTICED_MAX = Duration.ofSeconds(2);
    private static final Duration SETTLE_MAX = Duration.ofMinutes(2);

    @TempDir
    Path directory;

    @ParameterizedTest(name = "containers outlive the engine: {0}")
    @ValueSource(booleans = {true, false})
    void aNodeOutlivesItsEngine(boolean liveRestore) throws IOException, InterruptedException {
        var data = directory.resolve("data");
        try (var machine = new TestMachine(data);
                var engine = new OwnDockerd(Files.createDirectory(directory.resolve("d")), liveRestore)) {
            engine.start();
            engine.load(TestMachine.IMAGE);
            var node = NodeProcess.start(data, "--docker-host=" + engine.address());
            assertThat(machine.cassandra()).isPresent();
            create(node, "/steady", 2, true);
            create(node, "/plain", 1, false);
            awaitRunning(node, "/steady", 2);
            awaitRunning(node, "/plain", 1);
            var steady = TestMachine.containers(node.nodeId(), engine.address());
            assertThat(steady).hasSize(2);
            var plain = tasks(node, "/plain");
            var processes = processes(data);

            create(node, "/starting", 3, true);
            engine.killHard();

            await("it is noticed")
                    .atMost(NOTICED_MAX)
                    .pollInterval(Duration.ofMillis(50))
                    .until(() -> !available(node));
            create(node, "/while-away", 1, true);
            assertThat(tasks(node, "/plain")).isEqualTo(plain);

            engine.start();

            awaitRunning(node, "/steady", 2);
            awaitRunning(node, "/starting", 3);
            awaitRunning(node, "/while-away", 1);
            await("no orphan is left")
                    .atMost(SETTLE_MAX)
                    .untilAsserted(() -> assertThat(TestMachine.containers(node.nodeId(), engine.address())
                                    .keySet())
                            .hasSize(6)
                            .containsAll(tasks(node, "/steady"))
                            .containsAll(tasks(node, "/starting"))
                            .containsAll(tasks(node, "/while-away")));
            if (liveRestore) {
                assertThat(TestMachine.containers(node.nodeId(), engine.address()))
                        .containsAllEntriesOf(steady);
            }
            assertThat(failure(node, "/starting"))
                    .as("an outage of the engine is no failure of an app")
                    .isEmpty();
            assertThat(failure(node, "/while-away")).isEmpty();
            assertThat(tasks(node, "/plain")).isEqualTo(plain);
            assertThat(processes(data)).isEqualTo(processes);
            for (var app : List.of("/steady", "/starting", "/while-away", "/plain")) {
                assertThat(node.ask("DELETE", "/v2/apps" + app, null).status()).isEqualTo(200);
            }
            await("all is gone")
                    .atMost(SETTLE_MAX)
                    .until(() -> node.get("/v2/apps").get("apps").isEmpty()
                            && TestMachine.containers(node.nodeId(), engine.address())
                                    .isEmpty());
            node.stop();
        }
    }

    private static List<Long> processes(Path data) {
        return TestMachine.processesUnder(data.resolve("sandboxes")).stream()
                .map(ProcessHandle::pid)
                .sorted()
                .toList();
    }

    private static boolean available(NodeProcess node) {
        for (var engine : node.get("/v1/nodes").at("/nodes/0/engines")) {
            if (engine.get("name").asText().equals("docker")) {
                return engine.get("available").asBoolean();
            }
        }
        throw new AssertionError("the node has no docker");
    }

    private static List<String> tasks(NodeProcess node, String id) {
        return node.get("/v2/apps" + id + "/tasks").get("tasks").findValuesAsText("id").stream()
                .map(task -> task.replaceAll("\\._app.*", ""))
                .sorted()
                .toList();
    }

    private static String failure(NodeProcess node, String id) {
        return node.get("/v2/apps" + id + "?embed=apps.lastTaskFailure")
                .at("/app/lastTaskFailure/message")
                .asText();
    }

    private static void awaitRunning(NodeProcess node, String id, int instances) {
        await(id + " runs " + instances)
                .atMost(SETTLE_MAX)
                .until(() -> node.get("/v2/apps" + id).at("/app/tasksRunning").asInt() == instances);
    }

    private static void create(NodeProcess node, String id, int instances, boolean image) {
        var container = image
                ? ",\"container\":{\"type\":\"DOCKER\",\"docker\":{\"image\":\"" + TestMachine.IMAGE + "\"}}"
                : "";
        var answer = node.ask("POST", "/v2/apps", """
                {"id":"%s","cmd":"exec sleep 3600","cpus":0.01,"mem":16,"instances":%d,"portDefinitions":[],
                 "taskKillGracePeriodSeconds":1%s}""".formatted(id, instances, container));
        assertThat(answer.status()).as(answer.body()).isEqualTo(201);
    }
}
