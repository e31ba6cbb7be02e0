package io.troupe.node.survival;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a real node counts, and what its containers share and may ask of the kernel. */
@Tag("real")
final class CountedLifeTest {
    private static final Duration WAIT_MAX = Duration.ofMinutes(2);

    private TestMachine machine;
    private NodeProcess node;
    private Path data;
    private Path profiles;

    @BeforeEach
    void start(@TempDir Path directory) throws IOException {
        data = directory.resolve("data");
        profiles = Files.createDirectory(directory.resolve("profiles"));
        machine = new TestMachine(data);
        node = startNode();
    }

    private NodeProcess startNode() {
        return NodeProcess.start(
                data, "--cpus=4", "--mem=2048", "--resources=licence=2,gpus=1", "--seccomp-profiles=" + profiles);
    }

    @AfterEach
    void stop() {
        try (var _ = machine) {
            node.stop();
        }
    }

    @Test
    void whatIsTakenIsCountedOverAppsAndOverARestart() {
        for (var name : new String[] {"a", "b"}) {
            create("/v2/apps", app("/counted/" + name, "\"resources\": {\"licence\": 1}"));
            awaitRunning("/counted/" + name);
        }
        create("/v2/apps", app("/counted/c", "\"resources\": {\"licence\": 1}"));
        awaitDeclined("/counted/c", "InsufficientCustomResources");
        create("/v2/apps", app("/counted/gpu", "\"gpus\": 1"));
        awaitRunning("/counted/gpu");
        create("/v2/apps", app("/counted/second", "\"gpus\": 1"));
        awaitDeclined("/counted/second", "InsufficientGpus");
        assertThat(node.get("/v1/workloads/counted/c/explain").path("reasons").toString())
                .contains("CUSTOM: wanted 1 licence, found 0 free of 2");

        node.kill();
        node = startNode();
        awaitRunning("/counted/a");
        awaitRunning("/counted/gpu");
        assertThat(node.get("/v1/nodes").at("/nodes/0/resources"))
                .isEqualTo(NodeProcess.json("{\"licence\": {\"total\": 2, \"used\": 2}}"));
        awaitDeclined("/counted/c", "InsufficientCustomResources");

        assertThat(node.ask("DELETE", "/v2/apps/counted/a", null).status()).isEqualTo(200);
        awaitRunning("/counted/c");
    }

    @Test
    void sharedMemoryIsAsLargeAsItWasAskedFor() {
        create("/v2/apps", """
                {"id": "/memory", "cmd": "df -k /dev/shm; exec sleep 3600", "cpus": 0.05, "mem": 32,
                 "container": {"type": "DOCKER", "docker": {"image": "%s"},
                   "linuxInfo": {"seccomp": {"unconfined": true}, "ipcInfo": {"mode": "PRIVATE", "shmSize": 8}}}}""".formatted(TestMachine.IMAGE));
        awaitRunning("/memory");
        var task = node.get("/v2/apps/memory/tasks").at("/tasks/0/id").asText();
        await().atMost(WAIT_MAX)
                .untilAsserted(() -> assertThat(logs(task, "app")).containsPattern("shm +8192 "));
    }

    @Test
    void containersOfAPodShareMemoryAlsoOnTheHostsNetwork() {
        create("/v2/pods", """
                {"id": "/sharing", "linuxInfo": {"ipcInfo": {"mode": "PRIVATE", "shmSize": 16}}, "containers": [
                  {"name": "writer", "image": {"kind": "DOCKER", "id": "%1$s"}, "resources": {"cpus": 0.01, "mem": 16},
                   "exec": {"command": {"shell": "echo shared > /dev/shm/word; exec sleep 3600"}}},
                  {"name": "reader", "image": {"kind": "DOCKER", "id": "%1$s"}, "resources": {"cpus": 0.01, "mem": 16},
                   "exec": {"command": {"shell": "until cat /dev/shm/word 2>/dev/null; do sleep 0.1; done; df -k /dev/shm; exec sleep 3600"}}}]}""".formatted(TestMachine.IMAGE));
        await().atMost(WAIT_MAX)
                .until(() -> node.get("/v2/pods/sharing::status")
                        .path("status")
                        .asText()
                        .equals("STABLE"));
        var instance =
                node.get("/v2/pods/sharing::status").at("/instances/0/id").asText();
        await().atMost(WAIT_MAX)
                .untilAsserted(() ->
                        assertThat(logs(instance, "reader")).contains("shared").containsPattern("shm +16384 "));
    }

    @Test
    void aSeccompProfileOfTheNodeHoldsAndOneThatItLacksIsToldOf() throws IOException {
        Files.writeString(profiles.resolve("no-folders.json"), """
                {"defaultAction": "SCMP_ACT_ALLOW", "syscalls": [{"names": ["mkdir", "mkdirat"], "action": "SCMP_ACT_ERRNO"}]}""");
        create("/v2/apps", profiled("/strict", "no-folders.json"));
        awaitRunning("/strict");
        var task = node.get("/v2/apps/strict/tasks").at("/tasks/0/id").asText();
        await().atMost(WAIT_MAX)
                .untilAsserted(() -> assertThat(logs(task, "app")).contains("Operation not permitted"));

        create("/v2/apps", profiled("/lost", "other.json"));
        await().atMost(WAIT_MAX)
                .untilAsserted(() -> assertThat(node.get("/v2/apps/lost")
                                .at("/app/lastTaskFailure/message")
                                .asText())
                        .contains("the seccomp profile 'other.json' cannot be used: the node has no such profile"));
    }

    private static String profiled(String id, String profile) {
        return """
                {"id": "%s", "cmd": "mkdir /folder; exec sleep 3600", "cpus": 0.05, "mem": 32,
                 "container": {"type": "DOCKER", "docker": {"image": "%s"}, "linuxInfo": {"seccomp": {"profileName": "%s"}}}}""".formatted(id, TestMachine.IMAGE, profile);
    }

    private static String app(String id, String wants) {
        return "{\"id\": \"" + id + "\", \"cmd\": \"exec sleep 3600\", \"cpus\": 0.01, \"mem\": 16, " + wants + "}";
    }

    private void create(String path, String definition) {
        var answer = node.ask("POST", path, definition);
        assertThat(answer.status()).as(answer.body()).isEqualTo(201);
    }

    private void awaitRunning(String app) {
        await().atMost(WAIT_MAX)
                .untilAsserted(() -> assertThat(node.get("/v2/apps" + app)
                                .at("/app/tasksRunning")
                                .asInt())
                        .isEqualTo(1));
    }

    private void awaitDeclined(String app, String reason) {
        await().atMost(WAIT_MAX)
                .untilAsserted(() -> assertThat(queued(app).at("/processedOffersSummary/rejectSummaryLastOffers"))
                        .contains(NodeProcess.json(
                                "{\"reason\": \"" + reason + "\", \"declined\": 1, \"processed\": 1}")));
    }

    private JsonNode queued(String app) {
        for (var item : node.get("/v2/queue").path("queue")) {
            if (item.at("/app/id").asText().equals(app)) {
                return item;
            }
        }
        throw new AssertionError(app + " does not wait");
    }

    private String logs(String instance, String container) {
        return node.ask("GET", "/v1/instances/" + instance + "/logs?container=" + container, null)
                .body();
    }
}
