package io.troupe.node.survival;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.StringReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of tasks whose node dies and comes back, by their {@code unreachableStrategy}, on real nodes. */
@Tag("real")
final class UnreachableLifeTest {
    private static final Duration WAIT_MAX = Duration.ofMinutes(2);

    @Test
    void eachTaskOfALostNodeIsReplacedOrWaitedForAsItsAppSays(@TempDir Path directory) throws IOException {
        var ports = freePorts();
        var firstData = directory.resolve("first");
        var secondData = directory.resolve("second");
        try (var firstMachine = new TestMachine(firstData);
                var secondMachine = new TestMachine(secondData)) {
            assertThat(firstMachine.cassandra()).isEmpty();
            assertThat(secondMachine.cassandra()).isEmpty();
            // Of two halves the resolver of partitions keeps the one with the lowest address.
            var first = NodeProcess.start(
                    firstData, "--docker-host=none", "--port=" + ports.getFirst(), "--cpus=4", "--mem=1024");
            try {
                var more = new String[] {
                    "--docker-host=none",
                    "--port=" + ports.getLast(),
                    "--seeds=127.0.0.1:" + ports.getFirst(),
                    "--cassandra-hosts=127.0.0.1:" + cassandraPort(firstData),
                    "--cpus=4",
                    "--mem=1024",
                    "--ports=33000-33099"
                };
                var second = NodeProcess.start(secondData, more);
                await().atMost(WAIT_MAX)
                        .until(() -> first.get("/v1/nodes").path("nodes").size() == 2);
                put(first, "patient", "{\"inactiveAfterSeconds\": 2, \"expungeAfterSeconds\": 3600}");
                put(first, "careless", "{\"inactiveAfterSeconds\": 0, \"expungeAfterSeconds\": 0}");
                put(first, "faithful", "\"disabled\"");
                await().atMost(WAIT_MAX)
                        .until(() -> first.get("/v2/deployments").isEmpty());
                var lost = second.nodeId();
                var patient = on(first, "patient", lost);
                var careless = on(first, "careless", lost);
                var faithful = on(first, "faithful", lost);
                second.kill();

                await().atMost(WAIT_MAX).untilAsserted(() -> {
                    assertThat(states(first, "patient"))
                            .containsOnly(Map.entry("TASK_RUNNING", 2), Map.entry("TASK_UNREACHABLE", 1));
                    assertThat(states(first, "careless")).containsOnly(Map.entry("TASK_RUNNING", 2));
                    assertThat(states(first, "faithful"))
                            .containsOnly(Map.entry("TASK_RUNNING", 1), Map.entry("TASK_UNREACHABLE", 1));
                });
                assertThat(first.get("/v1/workloads/faithful/explain")
                                .path("reasons")
                                .toString())
                        .contains("its node " + lost + " is away since")
                        .contains("it is waited for and not replaced");

                var back = NodeProcess.start(secondData, more);
                try {
                    await().atMost(WAIT_MAX).untilAsserted(() -> {
                        assertThat(states(first, "patient")).containsOnly(Map.entry("TASK_RUNNING", 2));
                        assertThat(states(first, "faithful")).containsOnly(Map.entry("TASK_RUNNING", 2));
                        assertThat(commandsUnder(secondData))
                                .as("what was forgotten is stopped")
                                .isEqualTo(2);
                    });
                    assertThat(on(first, "patient", lost))
                            .as("the younger one was too many")
                            .isEqualTo(patient);
                    assertThat(on(first, "faithful", lost)).isEqualTo(faithful);
                    assertThat(tasks(first, "careless").findValuesAsText("id")).doesNotContain(careless);
                } finally {
                    back.stop();
                }
            } finally {
                first.stop();
            }
        }
    }

    private static void put(NodeProcess node, String app, String strategy) {
        var answer = node.ask("PUT", "/v2/apps/" + app, """
                        {"cmd": "exec sleep 3600", "cpus": 0.1, "mem": 16, "instances": 2, "portDefinitions": [],
                         "taskKillGracePeriodSeconds": 1, "unreachableStrategy": %s}""".formatted(strategy));
        assertThat(answer.status()).as(answer.body()).isEqualTo(201);
    }

    private static JsonNode tasks(NodeProcess node, String app) {
        return node.get("/v2/apps/" + app + "/tasks").path("tasks");
    }

    /** The only task of the app on that node. */
    private static String on(NodeProcess node, String app, String place) {
        var ids = new ArrayList<String>();
        tasks(node, app).forEach(task -> {
            if (task.path("slaveId").asText().equals(place)) {
                ids.add(task.path("id").asText());
            }
        });
        assertThat(ids).as(app).hasSize(1);
        return ids.getFirst();
    }

    /** How many tasks there are, by state. */
    private static Map<String, Integer> states(NodeProcess node, String app) {
        var states = new TreeMap<String, Integer>();
        tasks(node, app).forEach(task -> states.merge(task.path("state").asText(), 1, Integer::sum));
        return states;
    }

    private static long commandsUnder(Path dataDirectory) {
        return TestMachine.processesUnder(dataDirectory.resolve("sandboxes")).stream()
                .filter(handle -> handle.info().command().orElse("").endsWith("sleep"))
                .count();
    }

    /** Two, the lower one first. */
    private static List<Integer> freePorts() throws IOException {
        try (var one = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                var other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return Stream.of(one.getLocalPort(), other.getLocalPort()).sorted().toList();
        }
    }

    private static String cassandraPort(Path dataDirectory) throws IOException {
        var ports = new Properties();
        ports.load(new StringReader(
                Files.readString(dataDirectory.resolve("cassandra").resolve("ports.properties"))));
        return ports.getProperty("cql");
    }
}
