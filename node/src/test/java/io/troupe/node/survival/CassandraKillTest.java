package io.troupe.node.survival;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Cassandra is killed under a running node: what runs goes on and is shown, nothing acknowledged is lost, and all goes on by itself. */
@Tag("real")
final class CassandraKillTest {
    private static final Duration OUTAGE_MAX = Duration.ofMinutes(2);

    @Test
    void aNodeOutlivesItsCassandra(@TempDir Path directory) {
        var data = directory.resolve("data");
        try (var machine = new TestMachine(data)) {
            var node = NodeProcess.start(data);
            assertThat(node.ask("POST", "/v2/apps", app("/steady", 2)).status()).isEqualTo(201);
            awaitRunning(node, "/steady", 2);
            var containers = TestMachine.containers(node.nodeId());

            var killed = machine.cassandra().orElseThrow();
            killed.destroyForcibly();
            killed.onExit().join();
            assertThat(node.get("/v2/apps/steady").at("/app/tasksRunning").asInt())
                    .isEqualTo(2);
            var during = node.ask("PUT", "/v2/apps/steady", "{\"instances\":3}");
            if (during.status() == 503) {
                assertThat(during.retryAfter()).isNotEmpty();
            } else {
                assertThat(during.status()).as(during.body()).isEqualTo(200);
            }

            await("changes are taken again")
                    .atMost(OUTAGE_MAX)
                    .until(() -> node.ask("POST", "/v2/apps", app("/after", 1)).status() != 503);
            awaitRunning(node, "/after", 1);
            awaitRunning(
                    node,
                    "/steady",
                    during.status() == 200
                            ? 3
                            : node.get("/v2/apps/steady").at("/app/instances").asInt());
            assertThat(TestMachine.containers(node.nodeId()).entrySet()).containsAll(containers.entrySet());
            assertThat(machine.cassandra().orElseThrow().pid()).isNotEqualTo(killed.pid());

            node.kill();
            var again = NodeProcess.start(data);
            awaitRunning(again, "/after", 1);
            assertThat(TestMachine.containers(again.nodeId()).entrySet()).containsAll(containers.entrySet());
            again.stop();
        }
    }

    private static void awaitRunning(NodeProcess node, String id, int instances) {
        await(id + " runs " + instances)
                .atMost(OUTAGE_MAX)
                .until(() -> node.get("/v2/apps" + id).at("/app/tasksRunning").asInt() == instances);
    }

    private static String app(String id, int instances) {
        return """
                {"id":"%s","cmd":"exec sleep 3600","cpus":0.01,"mem":16,"instances":%d,"portDefinitions":[],
                 "taskKillGracePeriodSeconds":1,"container":{"type":"DOCKER","docker":{"image":"%s"}}}
                """.formatted(id, instances, TestMachine.IMAGE);
    }
}
