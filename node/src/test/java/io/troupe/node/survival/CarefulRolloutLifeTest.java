package io.troupe.node.survival;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Careful upgrades on a real node: canaries, rolling back by itself, blue and green, a way back, and changes that wait in line. */
@Tag("real")
final class CarefulRolloutLifeTest {
    private static final Duration WAIT_MAX = Duration.ofMinutes(2);
    private static final String GOOD = "trap 'exit 0' TERM; while true; do sleep 0.1; done";

    private static TestMachine machine;
    private static NodeProcess node;

    @BeforeAll
    static void start(@TempDir Path directory) {
        machine = new TestMachine(directory.resolve("data"));
        node = NodeProcess.start(directory.resolve("data"), "--cpus=8", "--mem=4096");
    }

    @AfterAll
    static void stop() {
        try (var _ = machine) {
            node.stop();
        }
    }

    @Test
    void anUpgradeToAVersionThatCrashesRollsBackByItselfAndRestartsNothing() {
        var strategy = "\"onFailure\": \"rollback\", \"failureBudget\": 1, \"bakeSeconds\": 1";
        put("crash", app(GOOD, 3, strategy), "");
        awaitDone();
        var before = instances("crash");
        put("crash", app("sleep 0.2; exit 7", 3, strategy), "");
        awaitDone();

        assertThat(instances("crash")).isEqualTo(before);
        assertThat(node.get("/v2/apps/crash").at("/app/cmd").asText()).isEqualTo(GOOD);
        assertThat(events("crash")).contains("rollout-failed");
    }

    @Test
    void aCanaryRunsBesideTheOthersUntilItIsPromoted() {
        var strategy = "\"canary\": 1, \"bakeSeconds\": 0.5";
        put("canary", app(GOOD, 3, strategy), "");
        awaitDone();
        var before = instances("canary");
        var deployment = put("canary", app(GOOD + " # two", 3, strategy), "");
        awaitStage("canary", "WAITING_FOR_PROMOTION");
        assertThat(instances("canary")).hasSize(4).containsAll(before);
        assertThat(node.get("/v2/deployments").at("/0/waitsFor/0").asText())
                .isEqualTo("/canary: 1 canary is ready; waits to be promoted");
        say(deployment, "promote");
        awaitDone();
        assertThat(instances("canary")).hasSize(3).doesNotContainAnyElementsOf(before);

        var back = node.ask("POST", "/v1/workloads/canary/rollback", null);
        assertThat(back.status()).as(back.body()).isEqualTo(200);
        awaitDone();
        assertThat(node.get("/v2/apps/canary").at("/app/cmd").asText()).isEqualTo(GOOD);
    }

    @Test
    void blueStaysUntilGreenTakesOverAndAnAbortLeavesBlueAlone() {
        var strategy = "\"maximumOverCapacity\": 0";
        put("colour", app(GOOD, 2, strategy), "");
        awaitDone();
        var blue = instances("colour");
        var red = put("colour", app(GOOD + " # red", 2, strategy), "?rollout=blueGreen");
        awaitStage("colour", "WAITING_FOR_PROMOTION");
        assertThat(instances("colour")).hasSize(4).containsAll(blue);
        say(red, "abort");
        awaitDone();
        assertThat(instances("colour")).isEqualTo(blue);

        var green = put("colour", app(GOOD + " # green", 2, strategy), "?rollout=blueGreen");
        awaitStage("colour", "WAITING_FOR_PROMOTION");
        say(green, "promote");
        awaitDone();
        assertThat(instances("colour")).hasSize(2).doesNotContainAnyElementsOf(blue);
    }

    @Test
    void aChangeWaitsInLineBehindOneThatIsPaused() {
        put("line", app(GOOD, 2, "\"canary\": 1"), "");
        awaitDone();
        var first = put("line", app(GOOD + " # two", 2, "\"canary\": 1"), "");
        awaitStage("line", "WAITING_FOR_PROMOTION");
        say(first, "pause");
        put("line", "{\"instances\": 3}", "?onConflict=queue");
        assertThat(node.get("/v2/deployments").findValuesAsText("totalSteps")).hasSize(2);
        say(first, "promote");
        say(first, "resume");
        awaitDone();
        assertThat(instances("line")).hasSize(3);
        assertThat(node.get("/v2/apps/line").at("/app/cmd").asText()).endsWith("# two");
    }

    private static String app(String command, int instances, String strategy) {
        return """
                {"cmd": "%s", "cpus": 0.01, "mem": 16, "instances": %d, "backoffSeconds": 1, "upgradeStrategy": {%s}}""".formatted(command, instances, strategy);
    }

    private static String put(String app, String body, String query) {
        var answer = node.ask("PUT", "/v2/apps/" + app + query, body);
        assertThat(answer.status()).as(answer.body()).isIn(200, 201);
        return NodeProcess.json(answer.body()).path("deploymentId").asText();
    }

    private static void say(String deployment, String what) {
        var answer = node.ask("POST", "/v1/deployments/" + deployment + "/" + what, null);
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    }

    private static void awaitDone() {
        await("no deployment goes on")
                .atMost(WAIT_MAX)
                .until(() -> node.get("/v2/deployments").isEmpty());
    }

    private static void awaitStage(String app, String stage) {
        await(app + " is in " + stage)
                .atMost(WAIT_MAX)
                .until(() -> node.get("/v1/workloads/" + app)
                        .at("/rollout/stage")
                        .asText()
                        .equals(stage));
    }

    private static List<String> instances(String app) {
        return StreamSupport.stream(
                        node.get("/v1/workloads/" + app).path("instances").spliterator(), false)
                .filter(instance -> instance.path("state").asText().equals("RUNNING")
                        && instance.path("stopping").isNull())
                .map(instance -> instance.path("id").asText())
                .sorted()
                .toList();
    }

    private static List<String> events(String app) {
        return StreamSupport.stream(
                        node.get("/v1/workloads/" + app + "/history")
                                .path("entries")
                                .spliterator(),
                        false)
                .map((JsonNode entry) -> entry.path("event").asText())
                .toList();
    }
}
