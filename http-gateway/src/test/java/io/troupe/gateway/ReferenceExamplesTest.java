package io.troupe.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The examples of Marathon's own reference, sent as requests and held beside our answers. */
class ReferenceExamplesTest {
    private final RunningGateway gateway = new RunningGateway();

    @AfterEach
    void stop() {
        gateway.close();
    }

    private static String text(String name) {
        try (var stream =
                Objects.requireNonNull(ReferenceExamplesTest.class.getResourceAsStream("/marathon/" + name), name)) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            throw new AssertionError(unreadable);
        }
    }

    private static JsonNode example(String name) {
        return RunningGateway.parse(text(name));
    }

    private static List<String> names(JsonNode object) {
        var names = new ArrayList<String>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }

    private static List<String> pathsOf(RunningGateway.Answer refusal) {
        return StreamSupport.stream(refusal.json().path("details").spliterator(), false)
                .map(detail -> detail.path("path").asText())
                .toList();
    }

    @Test
    void theWholeAppIsRefusedForWhatIsNotSupportedAndForItsContradictions() {
        for (var answer : List.of(
                gateway.send("POST", "/v2/apps", text("app.json")),
                gateway.send("PUT", "/v2/apps/foo", text("app.json")))) {
            assertThat(answer.status()).isEqualTo(422);
            assertThat(pathsOf(answer)).contains("/", "/env/PASSWORD", "/ipAddress", "/secrets");
        }
    }

    @Test
    void theAppWithACheckIsTaken() {
        var answer = gateway.send("POST", "/v2/apps", text("app-check-http-example.json"));
        assertThat(answer.status()).isEqualTo(201);
        assertThat(answer.json().at("/check/http/path").asText()).isEqualTo("/");
    }

    @Test
    void anArrayIsTakenBeforeWhatItDependsOnIsThere() {
        assertThat(gateway.send("PUT", "/v2/apps", text("apps_create.json")).status())
                .isEqualTo(200);
        assertThat(gateway.send("PATCH", "/v2/apps", text("apps_patch.json")).status())
                .isEqualTo(200);
        assertThat(gateway.plane.present("/test/sleep120").target().instances()).isEqualTo(2);
    }

    @Test
    void aPatchOfAMissingAppIsRefusedAndOfAPresentOneTaken() {
        assertThat(gateway.send("PATCH", "/v2/apps/foo", text("app_patch.json")).status())
                .isEqualTo(404);
        assertThat(gateway.send("PATCH", "/v2/apps", text("apps_patch.json")).status())
                .isEqualTo(404);
        gateway.send("PUT", "/v2/apps/foo", "{\"cmd\": \"x\"}");
        var answer = gateway.send("PATCH", "/v2/apps/foo", text("app_patch.json"));
        assertThat(answer.status()).isEqualTo(200);
        assertThat(names(answer.json())).containsExactlyInAnyOrderElementsOf(names(example("deployments_result.json")));
    }

    @Test
    void appsAsOthersListThemAreTakenBack() {
        var listed = example("app_list.json").at("/apps/0");
        assertThat(gateway.send("POST", "/v2/apps", listed.toString()).status()).isEqualTo(201);
        var queued = example("queue.json").get("queue");
        assertThat(gateway.send("POST", "/v2/apps", queued.at("/0/app").toString())
                        .status())
                .isEqualTo(201);
        assertThat(gateway.send("POST", "/v2/apps", queued.at("/1/app").toString())
                        .status())
                .isEqualTo(201);
    }

    @Test
    void theWholePodIsTaken() {
        var pod = example("pod.json");
        var answer = gateway.send("POST", "/v2/pods", pod.toString());
        assertThat(answer.status()).as(answer.text()).isEqualTo(201);
        assertThat(names(answer.json().at("/containers/0")))
                .containsAll(names(pod.at("/containers/0")).stream()
                        .filter(name -> !name.endsWith("environment"))
                        .toList());
    }

    @Test
    void whatIsNotServedYetIsNotFound() {
        for (var path : List.of("/v2/plugins/webjar/index")) {
            assertThat(gateway.send("PUT", path, text("group.json")).status()).isEqualTo(404);
            assertThat(gateway.send("POST", path, text("pod.json")).status()).isEqualTo(404);
        }
    }

    @Test
    void answersHaveTheFieldsOfTheReference() {
        gateway.send("PUT", "/v2/apps/foo", "{\"cmd\": \"x\"}");
        var task = gateway.get("/v2/tasks").json().at("/tasks/0");
        var wanted = names(example("app_tasks.json").at("/tasks/0"));
        wanted.removeAll(List.of("region", "zone"));
        assertThat(names(task)).containsAll(wanted);
        assertThat(names(gateway.get("/v2/info").json()))
                .containsExactlyInAnyOrderElementsOf(names(example("info.json")));
        assertThat(names(gateway.get("/v2/apps").json().at("/apps/0")))
                .containsAll(List.of(
                        "id",
                        "cmd",
                        "instances",
                        "cpus",
                        "mem",
                        "disk",
                        "executor",
                        "requirePorts",
                        "backoffSeconds",
                        "backoffFactor",
                        "maxLaunchDelaySeconds",
                        "healthChecks",
                        "dependencies",
                        "upgradeStrategy",
                        "labels",
                        "version",
                        "versionInfo",
                        "tasksStaged",
                        "tasksRunning",
                        "tasksHealthy",
                        "tasksUnhealthy",
                        "deployments"));
    }
}
