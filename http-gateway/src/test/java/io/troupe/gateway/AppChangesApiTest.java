package io.troupe.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.troupe.protocol.identity.WorkloadId;
import io.troupe.protocol.workload.Change;
import io.troupe.protocol.workload.WorkloadView;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What changes of apps keep, refuse and only try. */
class AppChangesApiTest {
    private static final String POD =
            "{\"id\": \"%s\", \"containers\": [{\"name\": \"a\", \"exec\": {\"command\": {\"shell\": \"x\"}}, \"resources\": {\"cpus\": 0.1, \"mem\": 32}}]}";

    private final RunningGateway gateway = new RunningGateway();

    @AfterEach
    void stop() {
        gateway.close();
    }

    private RunningGateway.Answer sent(String method, String path, String body, int status) {
        var answer = gateway.send(method, path, body);
        assertThat(answer.status())
                .as(method + " " + path + ": " + answer.text())
                .isEqualTo(status);
        return answer;
    }

    private void create(String id) {
        sent("POST", "/v2/apps", "{\"id\": \"%s\", \"cmd\": \"x\"}".formatted(id), 201);
    }

    @Test
    void aNewContainerOnTheHostKeepsItsPorts() {
        sent("POST", "/v2/apps", """
                {"id": "/web", "cmd": "x", "networks": [{"mode": "host"}],
                 "portDefinitions": [{"port": 12001, "name": "http", "labels": {"v": "1"}}, {"port": 12002, "name": "admin"}]}""", 201);
        var before = gateway.plane.present("/web").spec().ports();

        sent("PUT", "/v2/apps/web", "{\"container\": {\"type\": \"MESOS\", \"volumes\": []}}", 200);
        assertThat(gateway.plane.present("/web").spec().ports()).isEqualTo(before);
        sent("PUT", "/v2/apps/web", "{\"networks\": [{\"mode\": \"host\"}]}", 200);
        assertThat(gateway.plane.present("/web").spec().ports()).isEqualTo(before);
    }

    @Test
    void anotherKindOfNetworkTakesThePlaceOfThePortsOfTheOldOne() {
        sent("POST", "/v2/apps", """
                {"id": "/web", "cmd": "x", "container": {"type": "DOCKER", "docker": {"image": "a"}},
                 "portDefinitions": [{"port": 12001, "name": "http"}]}""", 201);
        sent("PUT", "/v2/apps/web", """
                {"networks": [{"mode": "container/bridge"}],
                 "container": {"type": "DOCKER", "docker": {"image": "a"}, "portMappings": [{"containerPort": 80}]}}""", 200);
        assertThat(gateway.plane.present("/web").spec().ports().getFirst().containerPort())
                .isEqualTo(80);
        sent("PUT", "/v2/apps/web", "{\"networks\": [{\"mode\": \"host\"}]}", 200);
        assertThat(gateway.plane.present("/web").spec().ports().getFirst().containerPort())
                .isZero();
    }

    @Test
    void anAppCannotHaveTheIdOfAGroupNorLieBelowAnApp() {
        sent("POST", "/v2/groups", "{\"id\": \"/empty\"}", 201);
        create("/shop/web");
        for (var refused : Map.of("/empty", "/empty is a group", "/shop", "/shop is a group")
                .entrySet()) {
            refusedAtId(
                    "POST",
                    "/v2/apps",
                    "{\"id\": \"%s\", \"cmd\": \"x\"}".formatted(refused.getKey()),
                    refused.getValue());
            refusedAtId("PUT", "/v2/apps" + refused.getKey(), "{\"cmd\": \"x\"}", refused.getValue());
            refusedAtId("POST", "/v2/pods", POD.formatted(refused.getKey()), refused.getValue());
        }
        var below = "/shop/web/api/v2 lies below /shop/web, which is an app, not a group";
        refusedAtId("POST", "/v2/apps", "{\"id\": \"/shop/web/api/v2\", \"cmd\": \"x\"}", below);
        refusedAtId("PUT", "/v2/apps/shop/web/api/v2", "{\"cmd\": \"x\"}", below);
        refusedAtId("POST", "/v2/pods", POD.formatted("/shop/web/api/v2"), below);
        refusedAtId("PUT", "/v2/groups/shop/web/api/v2", "{\"apps\": []}", below);
        refusedAtId("PUT", "/v2/groups", "{\"apps\": [{\"id\": \"shop\", \"cmd\": \"x\"}]}", "/shop is a group");
        sent("PUT", "/v2/apps/shop/web", "{\"instances\": 2}", 200);
    }

    @Test
    void inAnArrayEachIdThatIsTakenIsNamed() {
        create("/shop/web");
        var answer = sent("PUT", "/v2/apps", """
                [{"id": "/free", "cmd": "x"}, {"id": "/shop", "cmd": "x"}, {"id": "/shop/web/below", "cmd": "x"}, {"id": "/free/below", "cmd": "x"}]""", 422);
        assertThat(answer.json().get("details").toString())
                .isEqualTo(
                        "[{\"path\":\"(1)/id\",\"errors\":[\"/shop is a group\"]},"
                                + "{\"path\":\"(2)/id\",\"errors\":[\"/shop/web/below lies below /shop/web, which is an app, not a group\"]},"
                                + "{\"path\":\"(3)/id\",\"errors\":[\"/free/below lies below /free, which is an app, not a group\"]}]");
    }

    @Test
    void inAnArrayEachFaultIsNamedByPlaceAndField() {
        assertThat(sent("PUT", "/v2/apps", """
                [{"id": "/a", "cpus": -1}, {"id": "/b", "cmd": "x", "mem": -1}]""", 422).json().get("details").toString())
                .isEqualTo(
                        "[{\"path\":\"(0)/\",\"errors\":[\"AppDefinition must contain one of 'cmd', 'args', or a 'container' with an image\"]},"
                                + "{\"path\":\"(0)/cpus\",\"errors\":[\"is less than 0.001\"]},"
                                + "{\"path\":\"(1)/mem\",\"errors\":[\"is less than 0\"]}]");
    }

    private void refusedAtId(String method, String path, String body, String message) {
        var details = sent(method, path, body, 422).json().at("/details/0");
        assertThat(details.get("path").asText()).endsWith("/id");
        assertThat(details.at("/errors/0").asText()).isEqualTo(message);
    }

    @Test
    void aTrySaysTheStepsAndDoesNothingWhateverIsTried() {
        create("/web");
        sent("POST", "/v2/pods", POD.formatted("/pod"), 201);
        sent("POST", "/v2/groups", "{\"id\": \"/shop\", \"apps\": [{\"id\": \"a\", \"cmd\": \"x\"}]}", 201);
        var before = all();
        var plan = gateway.plane.lastPlan();

        tried("POST", "/v2/apps", "{\"id\": \"/new\", \"cmd\": \"x\", \"odd\": 1}", "StartApplication /new");
        tried("PUT", "/v2/apps/new", "{\"cmd\": \"x\"}", "StartApplication /new");
        tried("PUT", "/v2/apps/web", "{\"cmd\": \"y\"}", "RestartApplication /web");
        tried("PATCH", "/v2/apps/web", "{\"instances\": 9}", "ScaleApplication /web");
        tried("PUT", "/v2/apps/web", "{\"cmd\": \"x\"}", "");
        tried("PATCH", "/v2/apps", "[{\"id\": \"/web\", \"cmd\": \"y\"}]", "RestartApplication /web");
        tried("DELETE", "/v2/apps/web", "", "StopApplication /web");
        tried("POST", "/v2/apps/web/restart", "", "RestartApplication /web");
        tried(
                "POST",
                "/v2/groups",
                "{\"id\": \"/g\", \"apps\": [{\"id\": \"b\", \"cmd\": \"x\"}]}",
                "StartApplication /g/b");
        tried("PUT", "/v2/groups/shop", "{\"apps\": []}", "StopApplication /shop/a");
        tried("DELETE", "/v2/groups/shop", "", "StopApplication /shop/a");
        tried("PATCH", "/v2/groups/shop", "{\"enforceRole\": true}", "");
        tried("POST", "/v2/pods", POD.formatted("/new"), "StartPod /new");
        tried("PUT", "/v2/pods/pod", POD.formatted("/pod"), "");
        tried("DELETE", "/v2/pods/pod", "", "StopPod /pod");

        assertThat(all()).isEqualTo(before);
        assertThat(gateway.plane.lastPlan()).isSameAs(plan);
    }

    private List<WorkloadView> all() {
        return gateway.plane.workloads().toCompletableFuture().join();
    }

    private void tried(String method, String path, String body, String action) {
        var answer = sent(method, path + "?dryRun=true", body, 200);
        var actions = answer.json().findValues("actions");
        assertThat(answer.json().has("steps")).isTrue();
        assertThat(actions.stream()
                        .flatMap(step -> java.util.stream.StreamSupport.stream(step.spliterator(), false))
                        .map(one -> one.get("action").asText() + " "
                                + one.path("app").asText(one.path("pod").asText())))
                .as(method + " " + path)
                .containsExactlyElementsOf(action.isEmpty() ? List.of() : List.of(action));
        assertThat(answer.header("Troupe-Unknown-Fields")).isEqualTo(body.contains("odd") ? "/odd" : "");
    }

    @Test
    void aTryOfAGroupNamesUnknownFieldsToo() {
        assertThat(sent(
                                "PUT",
                                "/v2/groups/g?dryRun=true",
                                "{\"apps\": [{\"id\": \"a\", \"cmd\": \"x\", \"odd\": 1}]}",
                                200)
                        .header("Troupe-Unknown-Fields"))
                .isEqualTo("/apps(0)/odd");
    }

    @Test
    void whatCannotBeTriedIsRefusedAndNotDone() {
        create("/web");
        var before = gateway.plane.present("/web");
        for (var path : List.of(
                "DELETE /v2/apps/web/tasks",
                "DELETE /v2/apps/web/tasks/x",
                "POST /v2/tasks/delete",
                "DELETE /v2/deployments/x",
                "DELETE /v2/queue/web/delay",
                "DELETE /v2/pods/web::instances")) {
            var words = path.split(" ");
            assertThat(sent(words[0], words[1] + "?dryRun=true", "{\"ids\": []}", 400)
                            .text())
                    .contains("'dryRun'");
        }
        assertThat(gateway.plane.present("/web")).isEqualTo(before);
    }

    @Test
    void anotherRolloutIsRefusedWhereItCannotBe() {
        create("/web");
        var version = gateway.get("/v2/apps/web").json().at("/app/version").asText();
        for (var request : Map.of(
                        "POST /v2/apps", "{\"id\": \"/new\", \"cmd\": \"x\"}",
                        "PUT /v2/apps", "[{\"id\": \"/web\", \"cmd\": \"y\"}]",
                        "PUT /v2/apps/web", "{\"version\": \"" + version + "\"}",
                        "POST /v2/apps/web/restart", "",
                        "DELETE /v2/apps/web", "",
                        "PUT /v2/groups/g", "{\"apps\": []}",
                        "DELETE /v2/apps/web/tasks", "")
                .entrySet()) {
            var words = request.getKey().split(" ");
            assertThat(sent(words[0], words[1] + "?rollout=blueGreen", request.getValue(), 400)
                            .text())
                    .as(request.getKey())
                    .contains("'rollout'");
        }
        assertThat(sent("PUT", "/v2/apps/web?rollout=fast", "{\"cmd\": \"y\"}", 400)
                        .text())
                .contains("'rollout'");
    }

    @Test
    void aWayBackThatChangesOnlyTheNumberScales() {
        create("/web");
        var first = gateway.get("/v2/apps/web").json().at("/app/version").asText();
        sent("PUT", "/v2/apps/web", "{\"instances\": 3}", 200);
        sent("PUT", "/v2/apps/web", "{\"version\": \"" + first + "\"}", 200);
        assertThat(gateway.plane.lastPlan().changes().getFirst().change()).isEqualTo(new Change.Scale(1, 2L));
        assertThat(gateway.plane.lastPlan().changes().getFirst().workload()).isEqualTo(WorkloadId.of("/web"));
    }

    @Test
    void onePortOfAHostIsNotTakenTwice() {
        for (var body : Map.of(
                        "/portDefinitions",
                                "\"requirePorts\": true, \"portDefinitions\": [{\"port\": 80}, {\"port\": 80}]",
                        "/ports", "\"requirePorts\": true, \"ports\": [80, 80]",
                        "/container/portMappings", """
                        "networks": [{"mode": "container/bridge"}], "container": {"type": "DOCKER", "docker": {"image": "a"},
                         "portMappings": [{"containerPort": 1, "hostPort": 80}, {"containerPort": 2, "hostPort": 80, "protocol": "udp,tcp"}]}""")
                .entrySet()) {
            var answer = sent("POST", "/v2/apps", "{\"id\": \"/web\", \"cmd\": \"x\", " + body.getValue() + "}", 422);
            assertThat(answer.json().get("details").toString())
                    .isEqualTo("[{\"path\":\"" + body.getKey() + "\",\"errors\":[\"Ports must be unique.\"]}]");
        }
        sent("POST", "/v2/apps", """
                {"id": "/dns", "cmd": "x", "requirePorts": true,
                 "portDefinitions": [{"port": 53, "protocol": "tcp"}, {"port": 53, "protocol": "udp"}, {"port": 0}, {"port": 0}]}""", 201);
    }

    @Test
    void noFaultHidesAnother() {
        var answer = sent("POST", "/v2/apps", """
                {"id": "/web", "cmd": "x", "cpus": -1, "env": {"A": {"secret": "s"}, "B=": "x"}, "fetch": [{"uri": "x"}]}""", 422);
        assertThat(answer.json().get("details").findValuesAsText("path"))
                .containsExactlyInAnyOrder("/cpus", "/env/A", "/env/B=", "/fetch(0)/uri");
        assertThat(sent("POST", "/v2/apps", "{\"id\": \"/web\", \"cmd\": \"\", \"env\": {\"A\": 1}}", 400)
                        .json()
                        .at("/details/0/path")
                        .asText())
                .isEqualTo("/env/A");
    }
}
