package io.troupe.node.survival;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** What an app finds around it in a real container: variables and ports; and what its journal tells afterwards. */
@Tag("real")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class WhatAnAppSeesTest {
    private static final Duration WAIT_MAX = Duration.ofMinutes(2);

    private TestMachine machine;
    private NodeProcess node;

    @BeforeAll
    void startNode(@TempDir Path directory) {
        var data = directory.resolve("data");
        machine = new TestMachine(data);
        node = NodeProcess.start(data, "--cpus=4", "--mem=2048");
    }

    @AfterAll
    void stopNode() {
        try (var left = machine) {
            node.stop();
            assertThat(left.cassandra()).isEmpty();
        }
    }

    @Test
    void anAppOnTheHostNetworkIsToldItsPortsAndItself() {
        create("""
                {"id":"/sees/host","cmd":"env; exec sleep 3600","cpus":0.05,"mem":33,"disk":2,
                 "env":{"OWN":"mine","PORT1":"overridden"},
                 "labels":{"tier":"web","long-name":"a b","%s":"x","short":"%s"},
                 "portDefinitions":[{"port":0,"name":"http-api"},{"port":0}],
                 "container":{"type":"DOCKER","docker":{"image":"%s"}}}""".formatted("n".repeat(493), "v".repeat(512), TestMachine.IMAGE));
        var task = task("/sees/host");
        var seen = environmentOf(task);
        var ports = node.get("/v2/apps/sees/host/tasks").at("/tasks/0/ports");
        var services = node.get("/v2/apps/sees/host/tasks").at("/tasks/0/servicePorts");
        var first = ports.get(0).asText();
        var second = ports.get(1).asText();
        assertThat(seen)
                .containsEntry("PORT", first)
                .containsEntry("PORT0", first)
                .containsEntry("PORT1", "overridden")
                .containsEntry("PORTS", first + "," + second)
                .containsEntry("PORT_HTTP_API", first)
                .containsEntry("PORT_" + services.get(0).asText(), first)
                .containsEntry("PORT_" + services.get(1).asText(), second)
                .containsEntry("HOST", "127.0.0.1")
                .containsEntry("MARATHON_APP_ID", "/sees/host")
                .containsEntry(
                        "MARATHON_APP_VERSION",
                        node.get("/v2/apps/sees/host").at("/app/version").asText())
                .containsEntry("MARATHON_APP_DOCKER_IMAGE", TestMachine.IMAGE)
                .containsEntry("MARATHON_APP_RESOURCE_CPUS", "0.05")
                .containsEntry("MARATHON_APP_RESOURCE_MEM", "33.0")
                .containsEntry("MARATHON_APP_RESOURCE_DISK", "2.0")
                .containsEntry("MARATHON_APP_RESOURCE_GPUS", "0")
                .containsEntry("MARATHON_APP_LABELS", "LONG_NAME TIER")
                .containsEntry("MARATHON_APP_LABEL_TIER", "web")
                .containsEntry("MARATHON_APP_LABEL_LONG_NAME", "a b")
                .containsEntry("MESOS_TASK_ID", task)
                .containsEntry("OWN", "mine")
                .containsKey("MESOS_SANDBOX")
                .doesNotContainKey("MARATHON_APP_LABEL_SHORT");
        assertThat(seen.keySet()).noneMatch(name -> name.contains("NNNN"));
    }

    @Test
    void anAppOnABridgeIsReachedThroughItsHostPorts() {
        create("""
                {"id":"/sees/bridge","cmd":"env; while true; do echo hello from $MARATHON_APP_ID | nc -l -p 8080; done","cpus":0.05,"mem":32,
                 "networks":[{"mode":"container/bridge"}],
                 "container":{"type":"DOCKER","docker":{"image":"%s"},
                              "portMappings":[{"containerPort":8080,"name":"web"},{"containerPort":0,"protocol":"udp"}]}}""".formatted(TestMachine.IMAGE));
        var seen = environmentOf(task("/sees/bridge"));
        var ports = node.get("/v2/apps/sees/bridge/tasks").at("/tasks/0/ports");
        assertThat(seen)
                .containsEntry("PORT0", ports.get(0).asText())
                .containsEntry("PORT_8080", ports.get(0).asText())
                .containsEntry("PORT_WEB", ports.get(0).asText())
                .containsEntry("PORT1", ports.get(1).asText())
                .containsEntry(
                        "PORTS", ports.get(0).asText() + "," + ports.get(1).asText());
        await().atMost(WAIT_MAX)
                .untilAsserted(() -> assertThat(heardAt(ports.get(0).asInt())).isEqualTo("hello from /sees/bridge\n"));
        assertThat(node.get("/v2/apps/sees/bridge/tasks")
                        .at("/tasks/0/ipAddresses/0/ipAddress")
                        .asText())
                .doesNotStartWith("127.");
    }

    @Test
    void theJournalTellsWhatAnAppWasAndWhoDidWhatAlsoAfterItIsGone() {
        var created = create("{\"id\":\"/sees/past\",\"cmd\":\"exec sleep 3600\",\"cpus\":0.01,\"mem\":16}");
        task("/sees/past");
        var version = created.at("/version").asText();
        assertThat(node.get("/v2/apps/sees/past/versions").at("/versions/0").asText())
                .isEqualTo(version);
        assertThat(node.get("/v2/apps/sees/past/versions/" + version).at("/cmd").asText())
                .isEqualTo("exec sleep 3600");
        var scaled = node.ask("PUT", "/v2/apps/sees/past", "{\"instances\":2}");
        assertThat(scaled.status()).as(scaled.body()).isEqualTo(200);
        assertThat(node.get("/v2/apps/sees/past").at("/app/version").asText())
                .isEqualTo(NodeProcess.json(scaled.body()).at("/version").asText());
        awaitRunning("/sees/past", 2);
        var before = Instant.now();
        assertThat(node.ask("DELETE", "/v2/apps/sees/past", null).status()).isEqualTo(200);
        await().atMost(WAIT_MAX)
                .untilAsserted(() -> assertThat(
                                node.ask("GET", "/v2/apps/sees/past", null).status())
                        .isEqualTo(404));

        var then = node.get("/v2/apps/sees/past?at=" + before).at("/app");
        assertThat(then.at("/instances").asInt()).isEqualTo(2);
        assertThat(then.at("/tasksRunning").asInt()).isEqualTo(2);
        assertThat(node.ask("GET", "/v2/apps/sees/past?at=2020-01-01T00:00:00Z", null)
                        .status())
                .isEqualTo(404);

        var entries = node.get("/v1/workloads/sees/past/history").at("/entries");
        assertThat(entries.findValuesAsText("summary"))
                .contains(
                        "Asked to be created with 1 instance",
                        "Asked to scale to 2 instances",
                        "Asked to be deleted",
                        "Workload deleted");
        assertThat(entries).allSatisfy(entry -> {
            assertThat(entry.at("/at").asText()).matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z");
            assertThat(entry.at("/who").asText()).isNotEmpty();
            assertThat(entry.at("/reason").asText()).isNotEmpty();
        });
        var stored = entries.at("/0/at").asText();
        assertThat(node.get("/v1/workloads/sees/past?at=" + stored)
                        .at("/target/instances")
                        .asInt())
                .isEqualTo(1);
        assertThat(entries.at("/0/who").asText()).isEqualTo("anonymous@127.0.0.1");
        assertThat(entries.at("/0/reason").asText()).isEqualTo("POST /v2/apps");
    }

    private com.fasterxml.jackson.databind.JsonNode create(String app) {
        var answer = node.ask("POST", "/v2/apps", app);
        assertThat(answer.status()).as(answer.body()).isEqualTo(201);
        return NodeProcess.json(answer.body());
    }

    private void awaitRunning(String app, int instances) {
        await().atMost(WAIT_MAX)
                .untilAsserted(() -> assertThat(node.get("/v2/apps" + app)
                                .at("/app/tasksRunning")
                                .asInt())
                        .isEqualTo(instances));
    }

    /** The id of the only task, once it runs. */
    private String task(String app) {
        awaitRunning(app, 1);
        return node.get("/v2/apps" + app + "/tasks").at("/tasks/0/id").asText();
    }

    /** What {@code env} printed inside. */
    private Map<String, String> environmentOf(String task) {
        var seen = new TreeMap<String, String>();
        await().atMost(WAIT_MAX).untilAsserted(() -> {
            node.ask("GET", "/v1/instances/" + task + "/logs", null)
                    .body()
                    .lines()
                    .filter(line -> line.contains("="))
                    .forEach(line ->
                            seen.put(line.substring(0, line.indexOf('=')), line.substring(line.indexOf('=') + 1)));
            assertThat(seen).containsKey("MARATHON_APP_ID").containsKey("PORTS");
        });
        return seen;
    }

    private static String heardAt(int port) throws IOException {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(5_000);
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
