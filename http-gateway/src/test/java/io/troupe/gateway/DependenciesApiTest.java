package io.troupe.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.troupe.protocol.deployment.DeploymentPlan.WorkloadChange;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DependenciesApiTest {
    private final RunningGateway gateway = new RunningGateway();

    @AfterEach
    void stop() {
        gateway.close();
    }

    @Test
    void anArrayIsChangedInTheOrderOfDependencies() {
        var answer = gateway.send("PUT", "/v2/apps", """
                [{"id": "/shop/web", "cmd": "x", "dependencies": ["../api"]},
                 {"id": "/shop/api", "cmd": "x", "dependencies": ["/shop/db", "/cache"]},
                 {"id": "/shop/db", "cmd": "x"},
                 {"id": "/cache", "cmd": "x"}]""");

        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        assertThat(steps()).containsExactly(List.of("/cache", "/shop/db"), List.of("/shop/api"), List.of("/shop/web"));
        assertThat(gateway.get("/v2/apps/shop/api").json().at("/app/dependencies"))
                .map(node -> node.asText())
                .containsExactly("/shop/db", "/cache");

        gateway.send(
                "PATCH",
                "/v2/apps",
                "[{\"id\": \"/shop/web\", \"instances\": 2}, {\"id\": \"/shop/db\", \"mem\": 64}]");
        assertThat(steps()).containsExactly(List.of("/shop/db"), List.of("/shop/web"));
    }

    @Test
    void anArrayIsTriedWithoutDoingIt() {
        gateway.send("PUT", "/v2/apps", "[{\"id\": \"/db\", \"cmd\": \"x\"}, {\"id\": \"/web\", \"cmd\": \"x\"}]");
        var answer = gateway.send("PUT", "/v2/apps?dryRun=true", """
                [{"id": "/web", "cmd": "y", "dependencies": ["/new"]}, {"id": "/new", "cmd": "x"}, {"id": "/db", "cmd": "x"}]""");

        assertThat(answer.json().path("steps").toString())
                .isEqualTo("[{\"actions\":[{\"action\":\"StartApplication\",\"app\":\"/new\"}]},"
                        + "{\"actions\":[{\"action\":\"RestartApplication\",\"app\":\"/web\"}]}]");
        assertThat(gateway.get("/v2/apps/new").status()).isEqualTo(404);
    }

    @Test
    void aCycleIsRefusedByName() {
        gateway.send("PUT", "/v2/apps/a", "{\"cmd\": \"x\"}");
        gateway.send("PUT", "/v2/apps/b", "{\"cmd\": \"x\", \"dependencies\": [\"/a\"]}");

        var cycle = gateway.send("PATCH", "/v2/apps/a", "{\"dependencies\": [\"/b\"]}");
        assertThat(cycle.status()).isEqualTo(422);
        assertThat(cycle.json().at("/details/0/path").asText()).isEqualTo("/dependencies");
        assertThat(cycle.json().at("/details/0/errors/0").asText())
                .isEqualTo("Dependency graph has cyclic dependencies: /a -> /b -> /a");
    }

    @Test
    void aDependencyThatNamesNothingIsPassedOverUntilItExists() {
        var early =
                gateway.send("POST", "/v2/apps", "{\"id\": \"/c\", \"cmd\": \"x\", \"dependencies\": [\"/later\"]}");
        assertThat(early.status()).as(early.text()).isEqualTo(201);
        assertThat(early.json().at("/dependencies/0").asText()).isEqualTo("/later");

        gateway.send("PUT", "/v2/apps", "[{\"id\": \"/c\", \"mem\": 64}, {\"id\": \"/later\", \"cmd\": \"x\"}]");
        assertThat(steps()).containsExactly(List.of("/later"), List.of("/c"));
    }

    private List<List<String>> steps() {
        return gateway.plane.lastPlan().steps().stream()
                .map(step -> step.changes().stream()
                        .map(WorkloadChange::workload)
                        .map(String::valueOf)
                        .toList())
                .toList();
    }
}
