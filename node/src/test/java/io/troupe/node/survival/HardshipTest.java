package io.troupe.node.survival;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** What users do to a node by mistake, and what happens behind its back. One node for all tests, which use apps of their own. */
@Tag("real")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class HardshipTest {
    private static final Duration WAIT_MAX = Duration.ofMinutes(2);
    private static final int MALFORMED_REQUESTS = 1_000;

    private TestMachine machine;
    private NodeProcess node;
    /** Within the node's range, and held by another program. */
    private ServerSocket takenPort;

    @BeforeAll
    void startNode(@TempDir Path directory) throws IOException {
        var data = directory.resolve("data");
        machine = new TestMachine(data);
        takenPort = new ServerSocket(0, 1);
        var range = takenPort.getLocalPort() + "-" + takenPort.getLocalPort();
        node = NodeProcess.start(data, "--ports=" + range, "--cpus=4", "--mem=2048");
    }

    @AfterAll
    void stopNode() throws IOException {
        takenPort.close();
        try (var left = machine) {
            node.stop();
            assertThat(left.cassandra()).isEmpty();
        }
    }

    @Test
    void anImageThatDoesNotExistIsTriedAgainWithGrowingDelay() {
        create("""
                {"id":"/no-image","cpus":0.01,"mem":16,"portDefinitions":[],"container":{"type":"DOCKER","docker":{"image":"127.0.0.1:1/none:1"}}}""");

        await().atMost(WAIT_MAX).untilAsserted(() -> {
            assertThat(queued("/no-image").at("/delay/overdue").isBoolean()).isTrue();
            assertThat(failureOf("/no-image"))
                    .startsWith("the image 127.0.0.1:1/none:1 cannot be pulled")
                    .contains("connection refused");
            assertThat(reasonsOf("/no-image"))
                    .anyMatch(reason -> reason.startsWith("Launches are held back"))
                    .anyMatch(reason -> reason.contains("cannot be pulled"));
        });
        delete("/no-image");
    }

    @Test
    void aProcessThatExitsAtOnceIsLaunchedLaterAndLater() {
        create(
                "{\"id\":\"/exits\",\"cmd\":\"exit 3\",\"cpus\":0.01,\"mem\":16,\"portDefinitions\":[],\"backoffSeconds\":1,\"backoffFactor\":4}");

        await().atMost(WAIT_MAX)
                .untilAsserted(() -> assertThat(
                                queued("/exits").at("/delay/timeLeftSeconds").asInt())
                        .isGreaterThanOrEqualTo(3));
        assertThat(node.get("/v2/apps/exits?embed=apps.lastTaskFailure")
                        .at("/app/lastTaskFailure/state")
                        .asText())
                .isEqualTo("TASK_FAILED");
        assertThat(reasonsOf("/exits"))
                .contains("0 of 1 wanted instances run.")
                .anyMatch(reason -> reason.startsWith("Launches are held back"))
                .anyMatch(reason -> reason.contains("with exit code 3"));
        assertThat(node.ask("DELETE", "/v2/queue/exits/delay", null).status()).isEqualTo(204);
        delete("/exits");
    }

    @Test
    void aHostPortThatAnotherProgramHasIsNamed() throws IOException {
        var port = takenPort.getLocalPort();
        create("""
                {"id":"/port-taken","cpus":0.01,"mem":16,"cmd":"exec sleep 1000","networks":[{"mode":"container/bridge"}],
                 "container":{"type":"DOCKER","docker":{"image":"%s"},
                  "portMappings":[{"containerPort":80,"hostPort":%d}]}}""".formatted(TestMachine.IMAGE, port));
        await().atMost(WAIT_MAX)
                .untilAsserted(() -> assertThat(failureOf("/port-taken"))
                        .isEqualTo("host port " + port + " is taken by another program of the machine"));
        takenPort.close();
        awaitRunning("/port-taken");
        delete("/port-taken");
    }

    @Test
    void moreThanTheMachineHasWaitsAndIsExplained() {
        create("{\"id\":\"/too-big\",\"cmd\":\"sleep 1000\",\"cpus\":0.01,\"mem\":1000000,\"portDefinitions\":[]}");

        await().atMost(WAIT_MAX)
                .untilAsserted(() -> assertThat(queued("/too-big")
                                .at("/processedOffersSummary/rejectSummaryLastOffers")
                                .toString())
                        .contains("InsufficientMemory"));
        assertThat(reasonsOf("/too-big"))
                .anyMatch(reason -> reason.contains("MEMORY: wanted 1000000 MiB, found ")
                        && reason.endsWith(" MiB free of 2048 MiB"));
        delete("/too-big");
    }

    @Test
    void aContainerKilledOrRemovedBehindOurBackIsReplaced() {
        create("""
                {"id":"/victim","cpus":0.01,"mem":16,"cmd":"exec sleep 1000","backoffSeconds":1,"portDefinitions":[],
                 "container":{"type":"DOCKER","docker":{"image":"%s"}}}""".formatted(TestMachine.IMAGE));
        awaitRunning("/victim");
        for (var command : new String[] {"kill", "rm"}) {
            var instance = instanceOf("/victim");
            var container =
                    Objects.requireNonNull(TestMachine.containers(node.nodeId()).get(instance));
            if (command.equals("kill")) {
                TestMachine.run("docker", "kill", container);
            } else {
                TestMachine.run("docker", "rm", "-f", container);
            }
            await("it is noticed").atMost(Duration.ofSeconds(2)).until(() -> !instance.equals(instanceOf("/victim")));
            awaitRunning("/victim");
        }
        delete("/victim");
    }

    @Test
    void malformedRequestsAreAlwaysTheClientsFault() {
        var seed = Long.getLong("troupe.seed", System.nanoTime());
        var bodies = new MalformedBodies(new SplittableRandom(seed));
        for (var count = 0; count < MALFORMED_REQUESTS; count++) {
            var body = bodies.next();
            var answer = node.ask(count % 2 == 0 ? "POST" : "PUT", count % 2 == 0 ? "/v2/apps" : "/v2/apps/odd", body);
            assertThat(answer.status())
                    .as("seed " + seed + ": " + body.substring(0, Math.min(200, body.length())) + " -> "
                            + answer.body())
                    .isBetween(400, 499);
            assertThat(NodeProcess.json(answer.body()).path("message").asText()).isNotEmpty();
        }
        assertThat(node.ask("GET", "/ping", null).status()).isEqualTo(200);
        assertThat(node.get("/v2/apps?id=odd").at("/apps")).isEmpty();
    }

    private void create(String app) {
        var answer = node.ask("POST", "/v2/apps", app);
        assertThat(answer.status()).as(answer.body()).isEqualTo(201);
    }

    private void delete(String id) {
        assertThat(node.ask("DELETE", "/v2/apps" + id, null).status()).isEqualTo(200);
        await(id + " is gone")
                .atMost(WAIT_MAX)
                .until(() -> node.ask("GET", "/v2/apps" + id, null).status() == 404);
    }

    private void awaitRunning(String id) {
        await(id + " runs")
                .atMost(WAIT_MAX)
                .until(() -> node.get("/v2/apps" + id).at("/app/tasksRunning").asInt() == 1);
    }

    private String instanceOf(String id) {
        return node.get("/v2/apps" + id + "/tasks").at("/tasks/0/id").asText().replaceAll("\\._app.*", "");
    }

    private String failureOf(String id) {
        return node.get("/v2/apps" + id + "?embed=apps.lastTaskFailure")
                .at("/app/lastTaskFailure/message")
                .asText();
    }

    private List<String> reasonsOf(String id) {
        var reasons = new ArrayList<String>();
        node.get("/v1/workloads" + id + "/explain").get("reasons").forEach(reason -> reasons.add(reason.asText()));
        return reasons;
    }

    private JsonNode queued(String id) {
        for (var item : node.get("/v2/queue").get("queue")) {
            if (item.at("/app/id").asText().equals(id)) {
                return item;
            }
        }
        throw new AssertionError(id + " is not in the queue");
    }
}
