package io.troupe.node.survival;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Apps that are checked, on a real node: with a server of the test that answers for them, and with one in a container. */
@Tag("real")
final class HealthOfAppsTest {
    private static final Duration WAIT_MAX = Duration.ofMinutes(2);

    private final AtomicInteger status = new AtomicInteger(200);
    private HttpServer server;
    private TestMachine machine;
    private NodeProcess node;
    private Path data;

    @BeforeEach
    void start(@TempDir Path directory) throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            var body = "it says " + status.get();
            exchange.getResponseHeaders().add("Content-Type", "text/plain");
            exchange.sendResponseHeaders(status.get(), body.length());
            exchange.getResponseBody().write(body.getBytes(StandardCharsets.UTF_8));
            exchange.close();
        });
        server.start();
        data = directory.resolve("data");
        machine = new TestMachine(data);
        node = startNode();
    }

    private NodeProcess startNode() {
        return NodeProcess.start(data, "--cpus=4", "--mem=2048", "--ports=" + port() + "-" + port() + ",31000-32000");
    }

    private int port() {
        return server.getAddress().getPort();
    }

    @AfterEach
    void stop() {
        server.stop(0);
        try (var _ = machine) {
            node.stop();
        }
    }

    @Test
    void anUnhealthyAppIsKilledAndReplacedAlsoAfterARestartOfItsNode() {
        create("""
                {"id":"/checked","cmd":"exec sleep 3600","cpus":0.01,"mem":16,"portDefinitions":[],"healthChecks":[
                  {"protocol":"MESOS_HTTP","port":%d,"path":"/ping","intervalSeconds":1,"timeoutSeconds":5,"delaySeconds":0,
                   "gracePeriodSeconds":0,"maxConsecutiveFailures":2}]}""".formatted(port()));
        await().atMost(WAIT_MAX)
                .until(() -> app("/checked").path("tasksHealthy").asInt() == 1);
        var first = task("/checked");

        status.set(503);
        await().atMost(WAIT_MAX)
                .until(() ->
                        !task("/checked").equals(first) && !task("/checked").isEmpty());
        var failure = app("/checked").path("lastTaskFailure");
        assertThat(failure.path("state").asText()).isEqualTo("TASK_KILLED");
        assertThat(node.get("/v1/workloads/checked/history").toString())
                .contains("check health-0 failed 2 times in a row: HTTP 503");
        assertThat(app("/checked").path("tasksHealthy").asInt()).isZero();

        status.set(200);
        await().atMost(WAIT_MAX)
                .until(() -> app("/checked").path("tasksHealthy").asInt() == 1);
        var second = task("/checked");
        node.stop();
        node = startNode();
        assertThat(task("/checked")).as("adopted").isEqualTo(second);
        assertThat(app("/checked").path("tasksHealthy").asInt())
                .as("stays healthy")
                .isEqualTo(1);

        status.set(500);
        await().atMost(WAIT_MAX)
                .until(() ->
                        !task("/checked").equals(second) && !task("/checked").isEmpty());
    }

    @Test
    void aRolloutWaitsUntilTheNewVersionIsReady() {
        create("""
                {"id":"/rolled","cmd":"exec sleep 3600","cpus":0.01,"mem":16,"portDefinitions":[]}""");
        await().atMost(WAIT_MAX).until(() -> app("/rolled").path("tasksRunning").asInt() == 1);
        var old = task("/rolled");

        status.set(503);
        node.ask("PUT", "/v2/apps/rolled", """
                {"portDefinitions":[{"port":%d,"name":"http-api"}],"requirePorts":true,"readinessChecks":[
                  {"path":"/ready","intervalSeconds":2,"timeoutSeconds":1,"preserveLastResponse":true}]}""".formatted(port()));
        await().atMost(WAIT_MAX).untilAsserted(() -> {
            var result = node.get("/v2/deployments").at("/0/currentActions/0/readinessCheckResults/0");
            assertThat(result.path("name").asText()).isEqualTo("readinessCheck");
            assertThat(result.path("ready").asBoolean(true)).isFalse();
            assertThat(result.at("/lastResponse/status").asInt()).isEqualTo(503);
            assertThat(result.at("/lastResponse/body").asText()).isEqualTo("it says 503");
        });
        assertThat(node.get("/v2/apps/rolled/tasks").findValuesAsText("id")).contains(old);
        assertThat(node.get("/v1/workloads/rolled/explain").path("reasons").toString())
                .contains("check readiness-readinessCheck has failed")
                .contains("HTTP 503");

        status.set(200);
        await().atMost(WAIT_MAX).until(() -> node.get("/v2/deployments").isEmpty());
        assertThat(node.get("/v2/apps/rolled/tasks").findValuesAsText("id"))
                .hasSize(1)
                .doesNotContain(old);
    }

    @Test
    void anAppInAContainerIsCheckedFromInsideAndByItsPublishedPort() throws IOException {
        create("""
                {"id":"/web","cpus":0.05,"mem":32,"networks":[{"mode":"container/bridge"}],
                 "cmd":"mkdir -p /www; echo fine > /www/ping; (sleep 12; rm /www/ping) & exec httpd -f -p 8080 -h /www",
                 "container":{"type":"DOCKER","docker":{"image":"%s"},"portMappings":[{"containerPort":8080,"hostPort":0}]},
                 "check":{"exec":{"command":{"shell":"exit 3"}},"intervalSeconds":1,"delaySeconds":0},
                 "healthChecks":[
                  {"protocol":"MESOS_HTTP","path":"/ping","intervalSeconds":1,"timeoutSeconds":5,"delaySeconds":0,"gracePeriodSeconds":60,"maxConsecutiveFailures":3},
                  {"protocol":"TCP","intervalSeconds":1,"timeoutSeconds":5,"gracePeriodSeconds":60,"maxConsecutiveFailures":3},
                  {"protocol":"COMMAND","command":{"value":"test -d /www"},"intervalSeconds":2,"timeoutSeconds":10,"delaySeconds":0}]}""".formatted(TestMachine.IMAGE));
        await().atMost(WAIT_MAX).untilAsserted(() -> {
            var one = node.get("/v2/apps/web/tasks").at("/tasks/0");
            assertThat(one.at("/healthCheckResults").findValuesAsText("alive")).containsExactly("true", "true", "true");
            assertThat(one.at("/checkResult/command/exitCode").asInt()).isEqualTo(3);
        });
        create(Files.readString(Path.of("../examples/checked.json")));
        var first = task("/web");
        await().atMost(WAIT_MAX)
                .until(() -> !task("/web").equals(first) && !task("/web").isEmpty());
        assertThat(node.get("/v1/workloads/web/history").toString())
                .contains("check health-0 failed 3 times in a row: HTTP 404");
        await().atMost(WAIT_MAX)
                .until(() -> app("/checked").path("tasksHealthy").asInt() == 2);
    }

    private void create(String app) {
        assertThat(node.ask("POST", "/v2/apps", app).status()).isEqualTo(201);
    }

    private JsonNode app(String id) {
        return node.get("/v2/apps" + id + "?embed=app.counts&embed=app.lastTaskFailure")
                .path("app");
    }

    /** The app's one task that is not about to stop; empty if there is none. */
    private String task(String id) {
        for (var task : node.get("/v2/apps" + id + "/tasks").path("tasks")) {
            if (!task.path("state").asText().equals("TASK_KILLING")) {
                return task.path("id").asText();
            }
        }
        return "";
    }
}
