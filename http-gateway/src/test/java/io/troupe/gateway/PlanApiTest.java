package io.troupe.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.troupe.protocol.deployment.DeploymentPlan;
import io.troupe.protocol.deployment.DeploymentView;
import io.troupe.protocol.identity.DeploymentId;
import io.troupe.protocol.identity.WorkloadId;
import io.troupe.protocol.workload.Cause;
import io.troupe.protocol.workload.Change;
import java.time.Instant;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a change that is only tried says beyond Marathon's steps. */
class PlanApiTest {
    private final RunningGateway gateway = new RunningGateway();

    @AfterEach
    void stop() {
        gateway.close();
    }

    @Test
    void itSaysWhereNewInstancesWouldBePlaced() {
        var plan = tried("POST", "/v2/apps", "{\"id\": \"/web\", \"cmd\": \"x\", \"instances\": 3}");

        assertThat(plan.at("/changes/0").toString()).isEqualTo("""
                {"step":1,"app":"/web","change":"create","instances":{"from":0,"to":3},"fields":[],\
                "placements":[{"node":"n1","host":"10.0.0.5","instances":3,"ports":3}],"waiting":0,"reasons":[],"waitsFor":[]}""");
        assertThat(plan.path("foreseenAt").asText()).isNotEmpty();
        assertThat(gateway.get("/v2/apps/web").status()).isEqualTo(404);
    }

    @Test
    void itSaysWhoWouldWaitAndWhyInTheWordsOfTheQueue() {
        gateway.plane.room(false);
        var change = tried("POST", "/v2/apps", "{\"id\": \"/web\", \"cmd\": \"x\", \"instances\": 2, \"mem\": 1024}")
                .at("/changes/0");

        assertThat(change.path("waiting").asInt()).isEqualTo(2);
        assertThat(change.path("reasons").toString()).isEqualTo("""
                [{"reason":"InsufficientMemory","nodes":1,"example":"wanted 1024 MiB, found 512 MiB free of 2048 MiB"}]""");
        assertThat(texts(change.path("waitsFor"))).containsExactly("places for 2 instances");
    }

    @Test
    void itNamesEachFieldThatChanges() {
        gateway.send("PUT", "/v2/apps/web", """
                {"cmd": "x", "cpus": 0.1, "env": {"A": "1", "B": "2"}, "labels": {"l": "1"}}""");
        var change = tried("PUT", "/v2/apps/web?partialUpdate=false", """
                {"cmd": "y", "cpus": 0.2, "env": {"A": "1", "C": "3"}, "labels": {"l": "1"}, "instances": 2}""").at("/changes/0");

        assertThat(change.path("change").asText()).isEqualTo("change");
        assertThat(change.path("instances").toString()).isEqualTo("{\"from\":1,\"to\":2}");
        assertThat(change.path("fields").toString()).isEqualTo("""
                [{"field":"/cmd","from":"x","to":"y"},{"field":"/cpus","from":0.1,"to":0.2},\
                {"field":"/env/B","from":"2"},{"field":"/env/C","to":"3"}]""");
    }

    @Test
    void aPodSaysTheSame() {
        var pod = """
                {"id": "/pod", "scaling": {"kind": "fixed", "instances": %d},
                 "containers": [{"name": "c", "exec": {"command": {"shell": "%s"}}, "resources": {"cpus": 0.1, "mem": 32}}]}""";
        gateway.send("POST", "/v2/pods", pod.formatted(1, "sleep 1"));
        var change = tried("PUT", "/v2/pods/pod", pod.formatted(2, "sleep 2")).at("/changes/0");

        assertThat(change.path("pod").asText()).isEqualTo("/pod");
        assertThat(change.path("fields").toString())
                .isEqualTo(
                        "[{\"field\":\"/containers/0/exec/command/shell\",\"from\":\"sleep 1\",\"to\":\"sleep 2\"}]");
        assertThat(change.path("instances").toString()).isEqualTo("{\"from\":1,\"to\":2}");
        assertThat(tried("DELETE", "/v2/pods/pod", "").at("/changes/0/change").asText())
                .isEqualTo("stop");
    }

    @Test
    void scalingRestartingAndStoppingAreToldApart() {
        gateway.send("PUT", "/v2/apps/web", "{\"cmd\": \"x\", \"instances\": 2}");

        var scaled = tried("PUT", "/v2/apps/web", "{\"instances\": 5}").at("/changes/0");
        assertThat(scaled.path("change").asText()).isEqualTo("scale");
        assertThat(scaled.at("/placements/0/instances").asInt()).isEqualTo(3);
        assertThat(tried("POST", "/v2/apps/web/restart", "")
                        .at("/changes/0/change")
                        .asText())
                .isEqualTo("restart");
        var stopped = tried("DELETE", "/v2/apps/web", "").at("/changes/0");
        assertThat(stopped.path("change").asText()).isEqualTo("stop");
        assertThat(stopped.path("placements").toString()).isEqualTo("[]");
    }

    @Test
    void itSaysWhatEachChangeWouldWaitFor() {
        gateway.send("PUT", "/v2/apps/shop/web", "{\"cmd\": \"x\"}");
        var holder = DeploymentPlan.of(
                DeploymentId.of("d-holder"),
                Instant.parse("2026-11-23T11:00:00Z"),
                WorkloadId.of("/shop/web"),
                new Change.Restart());
        gateway.plane.put(new DeploymentView(
                holder, Cause.of("anna", "PUT"), false, 0, List.of(WorkloadId.of("/shop/web")), null));
        var plan = tried("PUT", "/v2/groups/shop", """
                {"apps": [{"id": "db", "cmd": "x", "healthChecks": [{"protocol": "MESOS_TCP", "portIndex": 0}]},
                          {"id": "web", "cmd": "y", "dependencies": ["db"],
                           "readinessChecks": [{"name": "r", "portName": "http"}],
                           "portDefinitions": [{"name": "http", "port": 0}],
                           "upgradeStrategy": {"canary": 1, "bakeSeconds": 30}}]}""");

        assertThat(texts(plan.at("/changes/0/waitsFor"))).containsExactly("its health check");
        assertThat(plan.at("/changes/1/step").asInt()).isEqualTo(2);
        assertThat(texts(plan.at("/changes/1/waitsFor")))
                .containsExactly(
                        "deployment d-holder, which holds it",
                        "/shop/db to be ready",
                        "its readiness check",
                        "each new instance to be ready for 30 s",
                        "1 canary to be promoted");
    }

    @Test
    void withoutABrokerItSaysSoAndStillTheSteps() {
        gateway.plane.broker(false);
        var plan = tried("POST", "/v2/apps", "{\"id\": \"/web\", \"cmd\": \"x\"}");

        assertThat(plan.at("/steps/0/actions/0/action").asText()).isEqualTo("StartApplication");
        assertThat(plan.at("/changes/0").has("placements")).isFalse();
        assertThat(plan.path("unforeseen").asText())
                .isEqualTo("No broker answered in time, so nobody knows where instances would be placed.");
    }

    private JsonNode tried(String method, String path, String body) {
        var answer = gateway.send(method, path + (path.contains("?") ? "&" : "?") + "dryRun=true", body);
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer.json();
    }

    private static List<String> texts(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false)
                .map(JsonNode::asText)
                .toList();
    }
}
