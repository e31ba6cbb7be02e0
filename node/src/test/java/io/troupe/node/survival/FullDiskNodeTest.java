package io.troupe.node.survival;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import io.troupe.node.survival.NodeProcess.Answer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The disk under a node's data directory is full: what runs goes on and is served, changes are refused, and nothing acknowledged is lost. */
@Tag("real")
final class FullDiskNodeTest {
    private static final int MEBIBYTES = 320;
    private static final int CHANGES_MAX = 600;
    private static final Duration WAIT_MAX = Duration.ofMinutes(2);
    private static final Duration REFUSED_MAX = Duration.ofSeconds(10);
    /** Random, because what repeats itself is compressed. */
    private static final String LARGE = new Random(1)
            .ints(300_000, 'a', 'z' + 1)
            .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
            .toString();

    @Test
    void aNodeOutlivesAFullDisk(@TempDir Path directory) throws IOException {
        assumeThat(System.getProperty("user.name")).isEqualTo("root");
        var data = directory.resolve("data");
        try (var disk = new SmallDisk(data, MEBIBYTES);
                var machine = new TestMachine(data)) {
            var node = NodeProcess.start(data);
            assertThat(create(node, "/steady", 2, "").status()).isEqualTo(201);
            awaitRunning(node, "/steady", 2);
            var containers = TestMachine.containers(node.nodeId());

            disk.fill();
            var acknowledged = new ArrayList<String>(List.of("/steady"));
            var refused = createUntilRefused(node, acknowledged);

            assertThat(refused.status()).as(refused.body()).isEqualTo(503);
            assertThat(refused.retryAfter()).isNotEmpty();
            assertThat(NodeProcess.json(refused.body()).get("message").asText())
                    .endsWith(".")
                    .contains(" ");
            var begun = System.nanoTime();
            assertThat(create(node, "/large/more", 0, LARGE).status()).isEqualTo(503);
            assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(REFUSED_MAX);
            assertThat(node.get("/v2/apps/steady").at("/app/tasksRunning").asInt())
                    .isEqualTo(2);
            assertThat(node.get("/v2/apps").get("apps")).hasSizeGreaterThanOrEqualTo(acknowledged.size());
            assertThat(TestMachine.containers(node.nodeId())).isEqualTo(containers);

            disk.empty();
            await("changes are taken again")
                    .atMost(WAIT_MAX)
                    .pollInterval(Duration.ofMillis(200))
                    .until(() -> List.of(200, 201)
                            .contains(node.ask("PUT", "/v2/apps/after", app("/after", 1, ""))
                                    .status()));
            acknowledged.add("/after");
            awaitRunning(node, "/after", 1);
            assertThat(TestMachine.containers(node.nodeId()).entrySet()).containsAll(containers.entrySet());

            node.kill();
            var again = NodeProcess.start(data);
            for (var id : acknowledged) {
                assertThat(again.ask("GET", "/v2/apps" + id, null).status())
                        .as(id)
                        .isEqualTo(200);
            }
            awaitRunning(again, "/after", 1);
            assertThat(TestMachine.containers(again.nodeId()).entrySet()).containsAll(containers.entrySet());
            again.stop();
            assertThat(machine.cassandra()).isEmpty();
        }
    }

    private static Answer createUntilRefused(NodeProcess node, List<String> acknowledged) {
        for (var change = 0; change < CHANGES_MAX; change++) {
            var answer = create(node, "/large/app" + change, 0, LARGE);
            if (answer.status() != 201) {
                return answer;
            }
            acknowledged.add("/large/app" + change);
        }
        throw new AssertionError("the disk did not fill");
    }

    private static void awaitRunning(NodeProcess node, String id, int instances) {
        await(id + " runs " + instances)
                .atMost(WAIT_MAX)
                .until(() -> node.get("/v2/apps" + id).at("/app/tasksRunning").asInt() >= instances);
    }

    private static Answer create(NodeProcess node, String id, int instances, String label) {
        return node.ask("POST", "/v2/apps", app(id, instances, label));
    }

    private static String app(String id, int instances, String label) {
        return """
                {"id":"%s","cmd":"exec sleep 3600","cpus":0.01,"mem":16,"instances":%d,"portDefinitions":[],"labels":{"L":"%s"},
                 "taskKillGracePeriodSeconds":1,"container":{"type":"DOCKER","docker":{"image":"%s"}}}
                """.formatted(id, instances, label, TestMachine.IMAGE);
    }
}
