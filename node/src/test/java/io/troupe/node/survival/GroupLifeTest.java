package io.troupe.node.survival;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A group of three tiers on a real node: started in the order of what depends on what, kept over a restart, stopped in reverse. */
@Tag("real")
final class GroupLifeTest {
    private static final Duration WAIT_MAX = Duration.ofMinutes(2);
    private static final String DB = "/tiers/data/db";
    private static final String API = "/tiers/service/api";
    private static final String WEB = "/tiers/front/web";

    @Test
    void threeTiersStartInOrderOutliveARestartAndStopInReverse(@TempDir Path directory) throws IOException {
        var data = directory.resolve("data");
        var stops = directory.resolve("stops");
        try (var machine = new TestMachine(data)) {
            var node = NodeProcess.start(data);
            assertThat(machine.cassandra()).isPresent();
            var tried = node.ask("PUT", "/v2/groups?dryRun=true", tiers(stops));
            assertThat(appsOf(NodeProcess.json(tried.body()).path("steps"))).containsExactly(DB, API, WEB);
            assertThat(node.get("/v2/groups").path("groups")).isEmpty();

            var created = node.ask("POST", "/v2/groups", tiers(stops));
            assertThat(created.status()).as(created.body()).isEqualTo(201);
            awaitDone(node);
            assertThat(startOf(node, API)).isAfter(startOf(node, DB));
            assertThat(startOf(node, WEB)).isAfter(startOf(node, API));
            var version = node.get("/v2/groups/tiers").path("version").asText();
            assertThat(node.ask("PUT", "/v2/groups/tiers", "{\"scaleBy\": 2}").status())
                    .isEqualTo(200);
            awaitDone(node);
            assertThat(running(node, WEB)).isEqualTo(2);

            node.stop();
            var again = NodeProcess.start(data);
            assertThat(again.get("/v2/groups/tiers/front")
                            .path("dependencies")
                            .path(0)
                            .asText())
                    .isEqualTo("/tiers/service");
            assertThat(again.get("/v2/groups/tiers/empty").path("apps")).isEmpty();
            assertThat(again.get("/v2/groups/tiers/versions"))
                    .map(JsonNode::asText)
                    .contains(version);
            assertThat(again.ask("PUT", "/v2/groups/tiers", "{\"version\": \"" + version + "\"}")
                            .status())
                    .isEqualTo(200);
            awaitDone(again);
            assertThat(running(again, WEB)).isEqualTo(1);

            Files.deleteIfExists(stops);
            assertThat(again.ask("DELETE", "/v2/groups/tiers", null).status()).isEqualTo(200);
            awaitDone(again);
            assertThat(Files.readAllLines(stops)).containsExactly("web", "api", "db");
            assertThat(again.ask("GET", "/v2/groups/tiers", null).status()).isEqualTo(404);
            again.stop();
        }
    }

    private static String tiers(Path stops) {
        return """
                {"id": "/tiers", "groups": [
                   {"id": "data", "apps": [%s]},
                   {"id": "service", "dependencies": ["../data"], "apps": [%s]},
                   {"id": "front", "dependencies": ["/tiers/service"], "apps": [%s]},
                   {"id": "empty"}]}""".formatted(app("db", stops), app("api", stops), app("web", stops));
    }

    private static String app(String id, Path stops) {
        return """
                {"id": "%s", "cpus": 0.01, "mem": 32,
                 "cmd": "trap 'echo %s >> %s; exit 0' TERM; while true; do sleep 0.1; done"}""".formatted(id, id, stops);
    }

    private static List<String> appsOf(JsonNode steps) {
        return steps.findValuesAsText("app");
    }

    private static void awaitDone(NodeProcess node) {
        await("the deployment is done")
                .atMost(WAIT_MAX)
                .until(() -> node.get("/v2/deployments").isEmpty());
    }

    private static Instant startOf(NodeProcess node, String app) {
        return Instant.parse(
                node.get("/v2/apps" + app + "/tasks").at("/tasks/0/startedAt").asText());
    }

    private static int running(NodeProcess node, String app) {
        return node.get("/v2/apps" + app).at("/app/tasksRunning").asInt();
    }
}
