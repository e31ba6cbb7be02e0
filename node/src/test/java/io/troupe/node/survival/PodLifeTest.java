package io.troupe.node.survival;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A pod of two containers that talk over their network and share a volume, on a real node with Docker, and one of processes. */
@Tag("real")
final class PodLifeTest {
    private static final Duration WAIT_MAX = Duration.ofMinutes(2);
    private static final String SHOP = """
            {"id": "/shop", "networks": [{"mode": "container/bridge"}], "volumes": [{"name": "pages"}],
             "containers": [
               {"name": "web", "image": {"kind": "DOCKER", "id": "%1$s"}, "resources": {"cpus": 0.05, "mem": 16},
                "exec": {"command": {"shell": "echo shared > /pages/ping; exec httpd -f -p $ENDPOINT_HTTP -h /pages"}},
                "endpoints": [{"name": "http", "containerPort": 8080, "hostPort": 0}],
                "healthCheck": {"http": {"endpoint": "http", "path": "/ping"}, "intervalSeconds": 1, "delaySeconds": 0},
                "volumeMounts": [{"name": "pages", "mountPath": "/pages"}]},
               {"name": "side", "image": {"kind": "DOCKER", "id": "%1$s"}, "resources": {"cpus": 0.05, "mem": 16},
                "exec": {"command": {"shell": "until wget -qO /pages/pong http://127.0.0.1:8080/ping; do sleep 0.1; done; exec sleep 3600"}},
                "volumeMounts": [{"name": "pages", "mountPath": "/pages"}], "lifecycle": {"killGracePeriodSeconds": 1}}]}""".formatted(TestMachine.IMAGE);

    private TestMachine machine;
    private NodeProcess node;
    private Path data;

    @BeforeEach
    void start(@TempDir Path directory) {
        data = directory.resolve("data");
        machine = new TestMachine(data);
        node = startNode();
    }

    private NodeProcess startNode() {
        return NodeProcess.start(data, "--cpus=4", "--mem=2048");
    }

    @AfterEach
    void stop() {
        try (var _ = machine) {
            node.stop();
        }
    }

    @Test
    void aPodLivesAndDiesAsOne() {
        create(SHOP);
        awaitStable("/shop");
        var first = instance("/shop");
        var port = first.at("/containers/0/endpoints/0/allocatedHostPort").asInt();
        await().atMost(WAIT_MAX)
                .untilAsserted(() -> assertThat(TestMachine.run("curl", "-s", "http://127.0.0.1:" + port + "/pong"))
                        .as("the sidecar fetched it over the network, and wrote it to the volume")
                        .containsExactly("shared"));
        assertThat(containersOf(first)).as("and what holds their network").hasSize(3);
        assertThat(node.get("/v2/pods/shop::status")
                        .at("/instances/0/resources/mem")
                        .asInt())
                .isEqualTo(64);

        node.kill();
        node = startNode();
        assertThat(instance("/shop").path("id")).as("adopted").isEqualTo(first.path("id"));
        awaitStable("/shop");
        assertThat(containersOf(first)).hasSize(3);

        TestMachine.run("docker", "kill", container(first, "side"));
        await().atMost(WAIT_MAX).until(() -> !instance("/shop").path("id").equals(first.path("id")) && stable("/shop"));
        var ended = node.get("/v2/pods/shop::status").at("/terminationHistory/0");
        assertThat(ended.path("instanceID")).isEqualTo(first.path("id"));
        assertThat(ended.path("message").asText())
                .startsWith("container side ended by itself with exit code 137 (SIGKILL");
        assertThat(ended.findValuesAsText("containerId"))
                .containsExactly(
                        first.path("id").asText() + ".side.1", first.path("id").asText() + ".web.1");

        assertThat(node.ask("DELETE", "/v2/pods/shop", null).status()).isEqualTo(202);
        await().atMost(WAIT_MAX)
                .until(() -> node.ask("GET", "/v2/pods/shop", null).status() == 404);
        await().atMost(WAIT_MAX)
                .until(() -> TestMachine.containers(node.nodeId()).isEmpty());
    }

    @Test
    void oneThatEndsWhileNoNodeRunsEndsTheInstanceAtTheNextStart() {
        create(SHOP);
        awaitStable("/shop");
        var first = instance("/shop");
        node.kill();
        TestMachine.run("docker", "kill", container(first, "web"));
        node = startNode();
        await().atMost(WAIT_MAX).until(() -> !instance("/shop").path("id").equals(first.path("id")) && stable("/shop"));
        await().atMost(WAIT_MAX).until(() -> containersOf(first).isEmpty());
    }

    @Test
    void processesShareAVolumeAndOneThatHasDoneItsWorkLeavesTheOtherRunning() {
        create("""
                {"id": "/plain", "volumes": [{"name": "work"}], "containers": [
                  {"name": "setup", "exec": {"command": {"shell": "echo done > work/result"}}, "resources": {"cpus": 0.01, "mem": 16},
                   "volumeMounts": [{"name": "work", "mountPath": "work"}]},
                  {"name": "main", "exec": {"command": {"shell": "until [ -e shared/result ]; do sleep 0.1; done; cat shared/result; exec sleep 3600"}},
                   "resources": {"cpus": 0.01, "mem": 16}, "volumeMounts": [{"name": "work", "mountPath": "shared"}]}]}""");
        awaitStable("/plain");
        await().atMost(WAIT_MAX).untilAsserted(() -> {
            var setup = instance("/plain").at("/containers/0");
            assertThat(setup.path("status").asText()).isEqualTo("TASK_FINISHED");
            assertThat(setup.at("/termination/exitCode").asInt(-1)).isZero();
        });
        assertThat(instance("/plain").path("status").asText()).isEqualTo("STABLE");
        assertThat(instance("/plain").at("/containers/1/status").asText()).isEqualTo("TASK_RUNNING");
        var id = instance("/plain").path("id").asText();
        await().atMost(WAIT_MAX)
                .until(() -> node.ask("GET", "/v1/instances/" + id + "/logs?container=main", null)
                        .body()
                        .contains("done"));
    }

    private void create(String pod) {
        var answer = node.ask("POST", "/v2/pods", pod);
        assertThat(answer.status()).as(answer.body()).isEqualTo(201);
    }

    private boolean stable(String id) {
        return node.get("/v2/pods" + id + "::status").path("status").asText().equals("STABLE");
    }

    private void awaitStable(String id) {
        await().atMost(WAIT_MAX).until(() -> stable(id));
    }

    /** The pod's instance that is not about to stop; missing if there is none. */
    private JsonNode instance(String id) {
        var instances = node.get("/v2/pods" + id + "::status").path("instances");
        for (var instance : instances) {
            if (!instance.path("status").asText().equals("TERMINAL")) {
                return instance;
            }
        }
        return instances.path(-1);
    }

    private static List<String> containersOf(JsonNode instance) {
        return TestMachine.run(
                "docker",
                "ps",
                "-q",
                "--filter",
                "label=io.troupe.instance=" + instance.path("id").asText());
    }

    private static String container(JsonNode instance, String name) {
        return TestMachine.run(
                        "docker",
                        "ps",
                        "-q",
                        "--filter",
                        "label=io.troupe.instance=" + instance.path("id").asText(),
                        "--filter",
                        "label=io.troupe.container=" + name)
                .getFirst();
    }
}
