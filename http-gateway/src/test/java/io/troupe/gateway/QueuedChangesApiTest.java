package io.troupe.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.troupe.protocol.deployment.DeploymentPlan;
import io.troupe.protocol.deployment.DeploymentPlan.Step;
import io.troupe.protocol.deployment.DeploymentPlan.WorkloadChange;
import io.troupe.protocol.deployment.DeploymentView;
import io.troupe.protocol.identity.DeploymentId;
import io.troupe.protocol.identity.WorkloadId;
import io.troupe.protocol.workload.Cause;
import io.troupe.protocol.workload.Change;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Changes of several apps and of groups that wait in line behind a deployment that holds {@code /shop/web}. */
class QueuedChangesApiTest {
    private static final Instant AT = Instant.parse("2026-11-23T10:00:00Z");
    private static final WorkloadId WEB = WorkloadId.of("/shop/web");

    private final RunningGateway gateway = new RunningGateway();

    @BeforeEach
    void hold() {
        gateway.send("PUT", "/v2/groups/shop", """
                {"apps": [{"id": "web", "cmd": "x", "instances": 2}, {"id": "db", "cmd": "x"}]}""");
        var holder = DeploymentPlan.of(DeploymentId.of("d1"), AT, WEB, new Change.Restart());
        gateway.plane.put(new DeploymentView(holder, Cause.of("anna", "PUT"), false, 0, List.of(WEB), null));
        gateway.plane.put(Retouched.of(gateway.plane.present("/shop/web"))
                .deployment(DeploymentId.of("d1"))
                .view());
    }

    @AfterEach
    void stop() {
        gateway.close();
    }

    @Test
    void anArrayWaitsAsAWhole() {
        var refused = gateway.send(
                "PUT", "/v2/apps", "[{\"id\": \"/shop/web\", \"cmd\": \"y\"}, {\"id\": \"/new\", \"cmd\": \"x\"}]");
        assertThat(refused.status()).isEqualTo(409);

        var waits = queued(
                "PUT", "/v2/apps", "[{\"id\": \"/shop/web\", \"cmd\": \"y\"}, {\"id\": \"/new\", \"cmd\": \"x\"}]");
        assertThat(waits.path("waitsFor").path(0).asText()).isEqualTo("queued behind deployment d1");
        assertThat(gateway.get("/v2/apps/new").status())
                .as("nothing of it is done")
                .isEqualTo(404);
        assertThat(changes(waits))
                .as("of whatever there is by then")
                .containsExactlyInAnyOrder("create /new 1", "update /shop/web 2");
    }

    @Test
    void aGroupWaitsAsAWholeAndTheNextOneIsMadeFromWhatItWillBe() {
        queued("PUT", "/v2/groups/shop", """
                {"apps": [{"id": "web", "cmd": "y", "instances": 3}, {"id": "cache", "cmd": "x"}], "dependencies": ["/base"]}""");
        var scaled = queued("PUT", "/v2/groups/shop", "{\"scaleBy\": 2}");

        assertThat(changes(scaled))
                .as("db will be gone by then, and cache be there")
                .containsExactlyInAnyOrder("scale /shop/web 6", "scale /shop/cache 2");
        var defined = queued(
                "PUT",
                "/v2/groups/shop",
                "{\"enforceRole\": true, \"apps\": [{\"id\": \"web\", \"cmd\": \"z\", \"role\": \"shop\"}]}");
        assertThat(plan(defined).groups().getFirst().defined().getFirst().dependencies())
                .as("what the change before says of the group stays")
                .hasToString("[/base]");
        assertThat(plan(defined).groups().getFirst().basedOn()).isNull();
    }

    @Test
    void anAppOfTheLineCanBeChangedAndCannotBeMadeTwice() {
        queued(
                "PUT",
                "/v2/apps",
                "[{\"id\": \"/shop/web\", \"cmd\": \"y\"}, {\"id\": \"/new\", \"cmd\": \"x\", \"cpus\": 3}]");

        assertThat(gateway.send("POST", "/v2/apps?onConflict=queue", "{\"id\": \"/new\", \"cmd\": \"x\"}")
                        .status())
                .isEqualTo(409);
        assertThat(gateway.send("POST", "/v2/apps?onConflict=queue", "{\"id\": \"/new/below\", \"cmd\": \"x\"}")
                        .status())
                .isEqualTo(422);
        var tried = gateway.send("PATCH", "/v2/apps/new?onConflict=queue&dryRun=true", "{\"instances\": 4}");
        assertThat(tried.status()).as(tried.text()).isEqualTo(200);
        assertThat(tried.json().at("/changes/0/instances").toString()).isEqualTo("{\"from\":1,\"to\":4}");
    }

    @Test
    void stepsThatHaveNotBegunAreAheadToo() {
        var db = WorkloadId.of("/shop/db");
        var plan = new DeploymentPlan(
                DeploymentId.of("d2"),
                AT,
                List.of(
                        new Step(List.of(new WorkloadChange(WEB, new Change.Scale(9, null)))),
                        new Step(List.of(new WorkloadChange(db, new Change.Delete())))));
        gateway.plane.put(new DeploymentView(plan, Cause.of("anna", "PUT"), false, 0, List.of(WEB), null));

        var scaled = queued("PUT", "/v2/groups/shop", "{\"scaleBy\": 2}");
        assertThat(changes(scaled)).containsExactly("scale /shop/web 18");
    }

    @Test
    void definitionsWaitAsAWhole() {
        var waits = queued("PUT", "/v2/definitions", """
                {"apps": [{"id": "/shop/web", "cmd": "y"}], "groups": [{"id": "/other", "apps": [{"id": "a", "cmd": "x"}]}]}""");
        assertThat(changes(waits)).containsExactlyInAnyOrder("update /shop/web 1", "create /other/a 1");
        assertThat(gateway.get("/v2/groups/other").status()).isEqualTo(404);
    }

    /** What is asked is accepted, waits, and is found among the deployments. */
    private JsonNode queued(String method, String path, String body) {
        var answer = gateway.send(method, path + "?onConflict=queue", body);
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        var id = answer.json().path("deploymentId").asText();
        for (var deployment : gateway.get("/v2/deployments").json()) {
            if (deployment.path("id").asText().equals(id)) {
                return deployment;
            }
        }
        throw new AssertionError(id + " does not wait");
    }

    private DeploymentPlan plan(JsonNode deployment) {
        return gateway.plane.deployments().toCompletableFuture().join().stream()
                .map(DeploymentView::plan)
                .filter(plan -> plan.id().value().equals(deployment.path("id").asText()))
                .findFirst()
                .orElseThrow();
    }

    private List<String> changes(JsonNode deployment) {
        return plan(deployment).changes().stream()
                .map(change -> switch (change.change()) {
                    case Change.Create create -> "create " + change.workload() + " " + create.instances();
                    case Change.Update update ->
                        "update " + change.workload() + " " + update.instances() + based(update.basedOn());
                    case Change.Scale scale ->
                        "scale " + change.workload() + " " + scale.instances() + based(scale.basedOn());
                    case Change.Restart _, Change.KillAndScale _, Change.Delete _ -> "other " + change.workload();
                })
                .toList();
    }

    private static String based(@Nullable Long basedOn) {
        return basedOn == null ? "" : " based on " + basedOn;
    }
}
