package io.troupe.node.survival;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.StringReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the slots of an app mean, on real nodes. */
@Tag("real")
final class SlotsLifeTest {
    private static final Duration WAIT_MAX = Duration.ofMinutes(2);
    private static final String GOOD = "trap 'exit 0' TERM; while true; do sleep 0.1; done";

    @Test
    void aNodeThatJoinsGetsItsInstance(@TempDir Path directory) throws IOException {
        var port = freePort();
        var data = directory.resolve("first");
        try (var machine = new TestMachine(data)) {
            assertThat(machine.cassandra()).isEmpty();
            var first = NodeProcess.start(data, "--docker-host=none", "--port=" + port, "--cpus=4", "--mem=1024");
            try {
                put(
                        first,
                        "{\"cmd\": \"" + GOOD
                                + "\", \"cpus\": 0.1, \"mem\": 16, \"slots\": {\"kind\": \"everyNode\"}}");
                awaitDone(first);
                assertThat(nodes(first)).containsExactly(first.nodeId());

                var second = NodeProcess.start(
                        directory.resolve("second"),
                        "--docker-host=none",
                        "--seeds=127.0.0.1:" + port,
                        "--cassandra-hosts=127.0.0.1:" + cassandraPort(data),
                        "--cpus=4",
                        "--mem=1024");
                try {
                    await().atMost(WAIT_MAX)
                            .untilAsserted(() -> assertThat(nodes(first))
                                    .isEqualTo(new TreeSet<>(Set.of(first.nodeId(), second.nodeId()))));
                    assertThat(second.get("/v2/apps/each").at("/app/instances").asInt())
                            .isEqualTo(2);
                    assertThat(first.get("/v2/deployments")).isEmpty();

                    put(first, "{\"cmd\": \"" + GOOD + " # two\"}");
                    awaitDone(first);
                    assertThat(nodes(first)).hasSize(2);
                    assertThat(second.ask("DELETE", "/v2/apps/each", null).status())
                            .isEqualTo(200);
                    awaitDone(first);
                } finally {
                    second.stop();
                }
            } finally {
                first.stop();
            }
        }
    }

    @Test
    void ordinalsStartInOrderAndKeepTheirNumber(@TempDir Path directory) {
        var data = directory.resolve("data");
        try (var machine = new TestMachine(data)) {
            assertThat(machine.cassandra()).isEmpty();
            var node = NodeProcess.start(data, "--docker-host=none", "--cpus=4", "--mem=1024");
            try {
                put(node, ordinal("one", 0));
                awaitDone(node);
                var first = startedBySlot(node);
                assertThat(first).hasSize(3);
                assertThat(List.copyOf(first.values())).isSorted();

                put(node, ordinal("two", 2));
                awaitDone(node);
                var second = startedBySlot(node);
                assertThat(second).containsEntry(0, first.get(0)).containsEntry(1, first.get(1));
                assertThat(second.get(2)).isGreaterThan(first.get(2));

                put(node, ordinal("two", 0));
                awaitDone(node);
                var third = startedBySlot(node);
                assertThat(third).containsEntry(2, second.get(2));
                assertThat(third.get(0)).isGreaterThan(third.get(1));
                assertThat(third.get(1)).isGreaterThan(third.get(2));
            } finally {
                node.stop();
            }
        }
    }

    private static String ordinal(String word, int partition) {
        return """
                {"cmd": "test -n \\"$TROUPE_SLOT\\" || exit 1; %s # %s", "cpus": 0.1, "mem": 16, "instances": 3,
                 "slots": {"kind": "ordinal", "partition": %d}}""".formatted(GOOD, word, partition);
    }

    private static Map<Integer, String> startedBySlot(NodeProcess node) {
        var started = new TreeMap<Integer, String>();
        node.get("/v2/apps/each/tasks")
                .path("tasks")
                .forEach(task -> started.put(
                        task.path("slot").asInt(), task.path("startedAt").asText()));
        return started;
    }

    private static void put(NodeProcess node, String app) {
        var answer = node.ask("PUT", "/v2/apps/each", app);
        assertThat(answer.status()).as(answer.body()).isIn(200, 201);
    }

    private static void awaitDone(NodeProcess node) {
        await().atMost(WAIT_MAX).until(() -> node.get("/v2/deployments").isEmpty());
    }

    /** Where the app's tasks run. */
    private static Set<String> nodes(NodeProcess node) {
        var nodes = new TreeSet<String>();
        node.get("/v2/apps/each/tasks").path("tasks").forEach(task -> {
            if (task.path("state").asText().equals("TASK_RUNNING")) {
                assertThat(nodes.add(task.path("slaveId").asText()))
                        .as("one on a node")
                        .isTrue();
            }
        });
        return nodes;
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static String cassandraPort(Path dataDirectory) throws IOException {
        var ports = new Properties();
        ports.load(new StringReader(
                Files.readString(dataDirectory.resolve("cassandra").resolve("ports.properties"))));
        return ports.getProperty("cql");
    }
}
