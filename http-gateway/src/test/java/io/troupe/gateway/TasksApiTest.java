package io.troupe.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Tasks over {@code /v2/tasks} and below their apps. */
class TasksApiTest {
    private final RunningGateway gateway = new RunningGateway();

    @AfterEach
    void stop() {
        gateway.close();
    }

    @Test
    void tasksAreListedAndKilled() {
        gateway.create("/web");
        var tasks = gateway.get("/v2/apps/web/tasks").json().get("tasks");
        assertThat(tasks).hasSize(2);
        assertThat(gateway.get("/v2/tasks?status=running").json().get("tasks")).hasSize(2);
        assertThat(gateway.get("/v2/tasks?status=staging").json().get("tasks")).isEmpty();
        assertThat(gateway.get("/v2/tasks?status=odd").status()).isEqualTo(400);
        var first = tasks.get(0).get("id").asText();
        var killed = gateway.send("DELETE", "/v2/apps/web/tasks/" + first, "");
        assertThat(killed.json().at("/task/id").asText()).isEqualTo(first);
        assertThat(gateway.plane.present("/web").instances()).hasSize(2);
        assertThat(gateway.send("DELETE", "/v2/apps/web/tasks/none", "").status())
                .isEqualTo(404);
        assertThat(gateway.send("DELETE", "/v2/apps/web/tasks?host=elsewhere", "")
                        .json()
                        .get("tasks"))
                .isEmpty();
        assertThat(gateway.send("DELETE", "/v2/apps/web/tasks?scale=true&wipe=true", "")
                        .status())
                .isEqualTo(400);
        var second = gateway.get("/v2/tasks").json().at("/tasks/0/id").asText();
        var scaled = gateway.send("POST", "/v2/tasks/delete?scale=true", "{\"ids\": [\"" + second + "\"]}");
        assertThat(scaled.json().has("deploymentId")).isTrue();
        assertThat(gateway.plane.present("/web").target().instances()).isEqualTo(1);
    }

    @Test
    void tasksAreLinesForThoseWhoTakeOnlyText() {
        gateway.create("/g/web");
        var port = gateway.plane.present("/g/web").spec().ports().getFirst().servicePort();
        for (var path : List.of("/v2/tasks", "/v2/apps/g/web/tasks")) {
            var answer = gateway.send(gateway.request("GET", path, "")
                    .header("Accept", "text/plain")
                    .build());
            assertThat(answer.header("Content-Type")).startsWith("text/plain");
            assertThat(answer.text()).isEqualTo("g_web\t" + port + "\t10.0.0.5:31000\t10.0.0.5:31000\n");
        }
    }

    @Test
    void whatCannotBeATaskIdIsRefused() {
        assertThat(gateway.send("POST", "/v2/tasks/delete", "{\"ids\": [\"nonsense\"]}")
                        .json()
                        .get("message")
                        .asText())
                .isEqualTo("Invalid task id 'nonsense'");
        assertThat(gateway.send("POST", "/v2/tasks/delete", "{\"ids\": [\"a.instance-1._app.1\"]}")
                        .json()
                        .get("tasks"))
                .isEmpty();
    }
}
