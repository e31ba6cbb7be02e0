package io.troupe.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.troupe.protocol.deployment.DeploymentPlan.WorkloadChange;
import io.troupe.protocol.identity.DeploymentId;
import io.troupe.protocol.problem.Problem;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Apps, pods and groups changed together. */
class DefinitionsApiTest {
    private static final String POD = """
            {"id": "%s", "containers": [{"name": "c", "exec": {"command": {"shell": "sleep 1"}}, "resources": {"cpus": 0.1, "mem": 32}}]}""";

    private final RunningGateway gateway = new RunningGateway();

    @AfterEach
    void stop() {
        gateway.close();
    }

    @Test
    void appsPodsAndGroupsAreOneDeploymentInTheOrderOfDependencies() {
        var answer = put("""
                {"apps": [{"id": "/web", "cmd": "x", "dependencies": ["/shop"]}, {"id": "/cache", "cmd": "x"}],
                 "pods": [%s],
                 "groups": [{"id": "/shop", "dependencies": ["/cache"], "apps": [{"id": "api", "cmd": "x"}]}]}""".formatted(POD.formatted("/side")), 200);

        assertThat(answer.header("Marathon-Deployment-Id"))
                .isEqualTo(answer.json().path("deploymentId").asText());
        assertThat(steps()).containsExactly(List.of("/cache", "/side"), List.of("/shop/api"), List.of("/web"));
        assertThat(answer.json().path("affectedApps").toString()).isEqualTo("[\"/shop/api\",\"/web\",\"/cache\"]");
        assertThat(answer.json().path("affectedPods").toString()).isEqualTo("[\"/side\"]");
        assertThat(gateway.get("/v2/groups/shop").json().path("dependencies").toString())
                .isEqualTo("[\"/cache\"]");
        assertThat(gateway.get("/v2/pods/side").status()).isEqualTo(200);
    }

    @Test
    void whatIsSentAgainChangesNothing() {
        var body = """
                {"apps": [{"id": "/web", "cmd": "x"}], "pods": [%s], "groups": [{"id": "/shop", "apps": [{"id": "api", "cmd": "x"}]}]}""".formatted(POD.formatted("/side"));
        put(body, 200);
        var before = gateway.plane.present("/web");
        var again = put(body, 200);

        assertThat(again.json().path("affectedApps").toString()).isEqualTo("[]");
        assertThat(gateway.plane.present("/web")).isEqualTo(before);
        assertThat(gateway.send("PUT", "/v2/definitions?dryRun=true", body)
                        .json()
                        .path("steps"))
                .isEmpty();
    }

    @Test
    void anAppIsTakenWholeAndAGroupStopsWhatItLeavesOut() {
        put(
                "{\"apps\": [{\"id\": \"/web\", \"cmd\": \"x\", \"cpus\": 2}], \"groups\": [{\"id\": \"/shop\", \"apps\": [{\"id\": \"api\", \"cmd\": \"x\"}]}]}",
                200);
        put("{\"apps\": [{\"id\": \"/web\", \"cmd\": \"x\"}], \"groups\": [{\"id\": \"/shop\", \"apps\": []}]}", 200);

        assertThat(gateway.get("/v2/apps/web").json().at("/app/cpus").asDouble())
                .isEqualTo(1);
        assertThat(gateway.get("/v2/apps/shop/api").status()).isEqualTo(404);
        assertThat(gateway.get("/v2/apps/web").status()).isEqualTo(200);
    }

    @Test
    void ifOneIsWrongNothingIsDoneAndItIsNamedByItsPlace() {
        refused(
                "{\"apps\": [{\"id\": \"/web\", \"cmd\": \"x\"}, {\"id\": \"/b\", \"cmd\": \"x\", \"cpus\": -1}]}",
                "/apps(1)/cpus");
        refused(
                "{\"apps\": [{\"id\": \"/web\", \"cmd\": \"x\"}], \"pods\": [{\"id\": \"/p\", \"containers\": []}]}",
                "/pods(0)/containers");
        refused(
                "{\"apps\": [{\"id\": \"/web\", \"cmd\": \"x\"}], \"groups\": [{\"id\": \"/g\", \"apps\": [{\"id\": \"a\", \"cmd\": \"x\", \"mem\": -1}]}]}",
                "/groups(0)/apps(0)/mem");
    }

    @Test
    void whatContradictsItselfIsNamed() {
        put("{\"apps\": [{\"id\": \"/shop/old\", \"cmd\": \"x\"}, {\"id\": \"/single\", \"cmd\": \"x\"}]}", 200);
        refused(
                "{\"apps\": [{\"id\": \"/shop/old\", \"cmd\": \"y\"}], \"groups\": [{\"id\": \"/shop\", \"apps\": []}]}",
                "/shop/old would be stopped: its group is given too, and leaves it out");
        refused(
                "{\"apps\": [{\"id\": \"/g/a\", \"cmd\": \"y\"}], \"groups\": [{\"id\": \"/g\", \"apps\": [{\"id\": \"a\", \"cmd\": \"x\"}]}]}",
                "occurs twice: its group is given too, and has it");
        refused("{\"apps\": [{\"id\": \"/a\", \"cmd\": \"y\"}, {\"id\": \"/a\", \"cmd\": \"y\"}]}", "occurs twice");
        refused(
                "{\"apps\": [{\"id\": \"/a\", \"cmd\": \"y\"}, {\"id\": \"/a/b\", \"cmd\": \"y\"}]}",
                "/a/b lies below /a, which is an app or a pod");
        refused(
                "{\"apps\": [{\"id\": \"/g\", \"cmd\": \"y\"}], \"groups\": [{\"id\": \"/g\", \"apps\": []}]}",
                "/g is a group");
        refused("{\"apps\": [{\"id\": \"/shop\", \"cmd\": \"y\"}]}", "/shop is a group");
        refused(
                "{\"groups\": [{\"id\": \"/g\"}, {\"id\": \"/g/h\"}]}",
                "/g/h and /g cannot both be given: one has the other");
        refused("{\"groups\": [{\"id\": \"/single\"}]}", "/single is an app or a pod");
        refused("{\"pods\": [" + POD.formatted("/single") + "]}", "/single is an app");
        refused("{}", "must have 1 to 10000 apps, pods and groups");
        assertThat(gateway.send("PUT", "/v2/definitions", "[]").status()).isEqualTo(400);
        assertThat(gateway.get("/v2/definitions").status()).isEqualTo(405);
    }

    @Test
    void aLockOfOneRefusesAll() {
        gateway.plane.refuseNext(Problem.locked("/web is being changed", List.of(DeploymentId.of("d9"))));
        var answer = gateway.send(
                "PUT",
                "/v2/definitions",
                "{\"apps\": [{\"id\": \"/web\", \"cmd\": \"x\"}, {\"id\": \"/b\", \"cmd\": \"x\"}]}");

        assertThat(answer.status()).isEqualTo(409);
        assertThat(answer.json().at("/deployments/0/id").asText()).isEqualTo("d9");
        assertThat(gateway.get("/v2/apps/b").status()).isEqualTo(404);
    }

    private void refused(String body, String naming) {
        var before = gateway.plane.workloads().toCompletableFuture().join();
        var answer = put(body, 422);
        assertThat(answer.text()).contains(naming);
        assertThat(gateway.plane.workloads().toCompletableFuture().join()).isEqualTo(before);
    }

    private RunningGateway.Answer put(String body, int status) {
        var answer = gateway.send("PUT", "/v2/definitions", body);
        assertThat(answer.status()).as(answer.text()).isEqualTo(status);
        return answer;
    }

    private List<List<String>> steps() {
        return gateway.plane.lastPlan().steps().stream()
                .map(step -> step.changes().stream()
                        .map(WorkloadChange::workload)
                        .map(id -> id.path())
                        .toList())
                .toList();
    }
}
