package io.troupe.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.troupe.protocol.deployment.DeploymentPlan;
import io.troupe.protocol.deployment.DeploymentView;
import io.troupe.protocol.identity.DeploymentId;
import io.troupe.protocol.identity.WorkloadId;
import io.troupe.protocol.problem.Problem;
import io.troupe.protocol.problem.ProblemCode;
import io.troupe.protocol.workload.Cause;
import io.troupe.protocol.workload.Change;
import io.troupe.protocol.workload.CommandSpec;
import io.troupe.protocol.workload.FailureAction;
import io.troupe.protocol.workload.RolloutCaution;
import io.troupe.protocol.workload.RolloutManner;
import io.troupe.protocol.workload.RolloutSteering;
import io.troupe.protocol.workload.RolloutView;
import io.troupe.protocol.workload.WorkloadCommand;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What deployments can do beyond Marathon: canaries and limits in the strategy, steering, going back, blue-green. */
class RolloutApiTest {
    private static final Instant AT = Instant.parse("2026-11-23T11:00:00.000Z");
    private static final WorkloadId WEB = WorkloadId.of("/web");
    private static final DeploymentId D1 = DeploymentId.of("d1");

    private final RunningGateway gateway = new RunningGateway();

    @AfterEach
    void stop() {
        gateway.close();
    }

    @Test
    void theStrategyTakesCanariesAndLimitsAndGivesThemBack() {
        gateway.send("PUT", "/v2/apps/web", """
                {"cmd": "x", "upgradeStrategy": {"minimumHealthCapacity": 0.5, "canary": 2, "autoPromote": true, "bakeSeconds": 1.5,
                 "progressDeadlineSeconds": 60, "failureBudget": 3, "onFailure": "rollback"}}""");
        assertThat(gateway.plane.present("/web").spec().rollout().care())
                .isEqualTo(new RolloutCaution(
                        2, true, Duration.ofMillis(1500), Duration.ofMinutes(1), 3, FailureAction.ROLL_BACK));
        assertThat(gateway.get("/v2/apps/web").json().at("/app/upgradeStrategy"))
                .isEqualTo(RunningGateway.parse("""
                {"maximumOverCapacity": 1, "minimumHealthCapacity": 0.5, "canary": 2, "autoPromote": true, "bakeSeconds": 1.5,
                 "progressDeadlineSeconds": 60, "failureBudget": 3, "onFailure": "rollback"}"""));

        gateway.send("PATCH", "/v2/apps/web", "{\"cmd\": \"y\"}");
        assertThat(gateway.plane.present("/web").spec().rollout().care().canaries())
                .as("what a client does not speak of stays")
                .isEqualTo(2);
    }

    @Test
    void aStrategyThatSaysNothingOfThemShowsNothingOfThem() {
        gateway.send("PUT", "/v2/apps/web", "{\"cmd\": \"x\"}");
        assertThat(gateway.get("/v2/apps/web").json().at("/app/upgradeStrategy"))
                .isEqualTo(RunningGateway.parse("{\"maximumOverCapacity\": 1, \"minimumHealthCapacity\": 1}"));
    }

    @Test
    void aLimitWithoutAWordOnWhatFollowsPausesAndAnActionWithoutALimitToleratesNothing() {
        gateway.send("PUT", "/v2/apps/web", "{\"cmd\": \"x\", \"upgradeStrategy\": {\"failureBudget\": 1}}");
        assertThat(gateway.plane.present("/web").spec().rollout().care())
                .isEqualTo(RolloutCaution.NONE.withLimits(null, 1, FailureAction.PAUSE));
        gateway.send("PUT", "/v2/apps/web", "{\"cmd\": \"x\", \"upgradeStrategy\": {\"onFailure\": \"rollback\"}}");
        assertThat(gateway.plane.present("/web").spec().rollout().care())
                .isEqualTo(RolloutCaution.NONE.withLimits(null, 0, FailureAction.ROLL_BACK));
    }

    @Test
    void whatIsWrongInTheStrategyIsNamed() {
        var refused = gateway.send(
                "PUT",
                "/v2/apps/web",
                "{\"cmd\": \"x\", \"upgradeStrategy\": {\"canary\": -1, \"onFailure\": \"panic\", \"autoPromote\": true}}");
        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.text())
                .contains("/upgradeStrategy/canary", "/upgradeStrategy/onFailure", "/upgradeStrategy/autoPromote");
    }

    @Test
    void aDeploymentSaysWhatItWaitsFor() {
        rolling(RolloutView.Stage.WAITING_FOR_PROMOTION, null);
        assertThat(gateway.get("/v2/deployments").json().at("/0/waitsFor"))
                .isEqualTo(RunningGateway.parse("[\"/web: 2 canaries are ready; waits to be promoted\"]"));
        rolling(RolloutView.Stage.PAUSED, "1 instance has failed, none may");
        assertThat(gateway.get("/v2/deployments").json().at("/0/waitsFor"))
                .isEqualTo(RunningGateway.parse("[\"/web: paused, because 1 instance has failed, none may\"]"));
        assertThat(gateway.get("/v1/deployments/d1").json().at("/pending/0/rollout"))
                .isEqualTo(RunningGateway.parse("""
                        {"deployment": "d1", "stage": "PAUSED", "canaries": 2, "ready": 2, "earlier": 4, "failures": 1, "failure": null,
                         "paused": "1 instance has failed, none may", "deadline": null}"""));
        assertThat(gateway.get("/v1/deployments").json().at("/deployments")).hasSize(1);
        assertThat(gateway.get("/v1/workloads/web").json().at("/rollout/stage").asText())
                .isEqualTo("PAUSED");
    }

    @Test
    void whatHasNotBegunIsQueuedBehindWhatHoldsItsWorkload() {
        rolling(RolloutView.Stage.ROLLING, null);
        var late = DeploymentPlan.of(DeploymentId.of("d2"), AT.plusSeconds(1), WEB, new Change.Restart());
        gateway.plane.put(new DeploymentView(late, Cause.of("test", "restart"), false, -1, List.of(), null));
        assertThat(gateway.get("/v1/deployments/d2").json().at("/waitsFor"))
                .isEqualTo(RunningGateway.parse("[\"queued behind deployment d1\"]"));
    }

    @Test
    void aDeploymentIsPausedResumedAndPromotedByTellingItsWorkloads() {
        rolling(RolloutView.Stage.CANARY, null);
        for (var said : List.of("pause", "resume", "promote?force=true")) {
            var answer = gateway.send("POST", "/v1/deployments/d1/" + said, "");
            assertThat(answer.json())
                    .isEqualTo(RunningGateway.parse("{\"deployment\": \"d1\", \"workloads\": [\"/web\"]}"));
        }
        assertThat(gateway.plane.steered())
                .extracting(WorkloadCommand.Steer::steering)
                .containsExactly(RolloutSteering.PAUSE, RolloutSteering.RESUME, RolloutSteering.PROMOTE);
        assertThat(gateway.plane.steered().getLast().force()).isTrue();
    }

    @Test
    void whatCannotBeSteeredIsSaidToBeSo() {
        assertThat(gateway.send("POST", "/v1/deployments/d9/pause", "").status())
                .isEqualTo(404);
        assertThat(gateway.get("/v1/deployments/d9").status()).isEqualTo(404);
        rolling(RolloutView.Stage.CANARY, null);
        assertThat(gateway.get("/v1/deployments/d1/pause").status()).isEqualTo(405);
        gateway.plane.refuseNext(Problem.of(ProblemCode.INVALID, "1 of 2 canaries of /web are ready"));
        var early = gateway.send("POST", "/v1/deployments/d1/promote", "");
        assertThat(early.status()).isEqualTo(409);
        assertThat(early.json().get("message").asText()).isEqualTo("1 of 2 canaries of /web are ready");
    }

    @Test
    void anAbortedDeploymentIsUndoneByAnother() {
        rolling(RolloutView.Stage.CANARY, null);
        var answer = gateway.send("POST", "/v1/deployments/d1/abort", "").json();
        assertThat(answer.get("deployment").asText()).isEqualTo("d1");
        assertThat(answer.get("undoneBy").asText()).isNotEmpty();
    }

    @Test
    void anAppGoesBackToItsLastOtherDefinitionAndKeepsItsNumber() {
        versions();
        var back = gateway.send("POST", "/v1/workloads/web/rollback", "");
        assertThat(back.status()).isEqualTo(200);
        assertThat(back.json().get("deployment").asText()).isNotEmpty();
        assertThat(back.json().at("/reasons/0").asText()).isEqualTo("1 of 1 nodes can take an instance of it");
        assertThat(lastUpdate().rolledOut()).isEqualTo(RolloutManner.BACK);
        assertThat(lastUpdate().instances()).isEqualTo(3);
        assertThat(gateway.get("/v2/apps/web").json().at("/app/cmd").asText()).isEqualTo("one");
    }

    @Test
    void aWayBackThatIsClosedStopsNothing() {
        versions();
        gateway.plane.room(false);
        var closed = gateway.send("POST", "/v1/workloads/web/rollback", "");
        assertThat(closed.status()).isEqualTo(409);
        assertThat(closed.json().get("message").asText()).contains("Nothing was stopped");
        assertThat(closed.json().at("/reasons/0").asText()).contains("MEMORY wanted 1024 MiB, found 512 MiB free");
        assertThat(gateway.send("POST", "/v1/workloads/web/rollback?check=true", "")
                        .json()
                        .get("open")
                        .asBoolean())
                .isFalse();
        assertThat(gateway.get("/v2/apps/web").json().at("/app/cmd").asText()).isEqualTo("two");
        gateway.plane.refuseNext(Problem.locked("held", List.of(DeploymentId.of("d7"))));
        var held = gateway.send("POST", "/v1/workloads/web/rollback?force=true", "");
        assertThat(held.status() + held.json().at("/deployments/0/id").asText()).isEqualTo("409d7");
        assertThat(gateway.send("POST", "/v1/workloads/web/rollback?force=true", "")
                        .status())
                .isEqualTo(200);
    }

    @Test
    void theVersionToGoBackToMustBeKnown() {
        gateway.send("PUT", "/v2/apps/web", "{\"cmd\": \"one\"}");
        assertThat(gateway.send("POST", "/v1/workloads/web/rollback", "").status())
                .isEqualTo(409);
        var body = "{\"version\": \"2020-01-01T00:00:00.000Z\"}";
        assertThat(gateway.send("POST", "/v1/workloads/web/rollback", body).status())
                .isEqualTo(404);
        assertThat(gateway.send("POST", "/v1/workloads/web/rollback", "{\"version\": \"old\"}")
                        .status())
                .isEqualTo(400);
        assertThat(gateway.send("POST", "/v1/workloads/none/rollback", "").status())
                .isEqualTo(404);
    }

    @Test
    void marathonsRollbackProvesItselfWithOneInstanceToo() {
        versions();
        var version = gateway.get("/v2/apps/web/versions")
                .json()
                .at("/versions")
                .get(2)
                .asText();
        gateway.send("PUT", "/v2/apps/web", "{\"version\": \"" + version + "\"}");
        assertThat(lastUpdate().rolledOut()).isEqualTo(RolloutManner.BACK);
    }

    @Test
    void blueGreenIsAskedForWithTheChange() {
        gateway.send("PUT", "/v2/apps/web", "{\"cmd\": \"one\"}");
        gateway.send("PUT", "/v2/apps/web?rollout=blueGreen", "{\"cmd\": \"two\"}");
        assertThat(lastUpdate().rolledOut()).isEqualTo(RolloutManner.BLUE_GREEN);
        assertThat(gateway.send("PUT", "/v2/apps/web?rollout=red", "{\"cmd\": \"two\"}")
                        .status())
                .isEqualTo(400);
    }

    @Test
    void killingWithScaleIsADeploymentAlsoWhenNoTaskIsThere() {
        gateway.send("PUT", "/v2/apps/web", "{\"cmd\": \"x\", \"instances\": 0}");
        var killed = gateway.send("DELETE", "/v2/apps/web/tasks?scale=true", "");
        assertThat(killed.status()).isEqualTo(200);
        assertThat(killed.json().get("deploymentId").asText()).isNotEmpty();
        assertThat(killed.json().get("version").asText()).isNotEmpty();
    }

    @Test
    void aChangeOfALockedAppIsRefusedQueuedOrTakesOver() {
        rolling(RolloutView.Stage.ROLLING, null);
        var scale = "{\"instances\": 2}";
        assertThat(gateway.send("PUT", "/v2/apps/web", scale).status()).isEqualTo(409);
        assertThat(gateway.send("PUT", "/v2/apps/web?onConflict=reject", scale).status())
                .isEqualTo(409);
        var queued = gateway.send("PUT", "/v2/apps/web?onConflict=queue", scale).json();
        assertThat(gateway.get("/v1/deployments/" + queued.get("deploymentId").asText())
                        .json()
                        .at("/waitsFor"))
                .isEqualTo(RunningGateway.parse("[\"queued behind deployment d1\"]"));
        assertThat(gateway.send("PUT", "/v2/apps/web?onConflict=supersede", scale)
                        .status())
                .isEqualTo(200);
        assertThat(gateway.send("PUT", "/v2/apps/web?onConflict=maybe", scale).status())
                .isEqualTo(400);
        assertThat(gateway.send("PUT", "/v2/apps/web?onConflict=queue&force=true", scale)
                        .status())
                .isEqualTo(400);
    }

    @Test
    void whatWaitsInLineIsMadeFromWhatTheAppWillBe() {
        rolling(RolloutView.Stage.ROLLING, null);
        gateway.send("PUT", "/v2/apps/web?onConflict=queue", "{\"cmd\": \"later\"}");
        var second = gateway.send("PUT", "/v2/apps/web?onConflict=queue", "{\"mem\": 64}")
                .json()
                .get("deploymentId")
                .asText();
        assertThat(gateway.plane.deployments().toCompletableFuture().join())
                .filteredOn(view -> view.plan().id().value().equals(second))
                .extracting(view -> view.plan().changes().getFirst().change())
                .allSatisfy(change -> {
                    var update = (Change.Update) change;
                    assertThat(update.basedOn()).isNull();
                    assertThat(update.spec().containers().getFirst().command())
                            .isEqualTo(new CommandSpec.Shell("later"));
                    assertThat(update.spec().resources().memoryMib()).isEqualTo(64);
                })
                .hasSize(1);
    }

    private Change.Update lastUpdate() {
        return switch (gateway.plane.lastPlan().changes().getFirst().change()) {
            case Change.Update update -> update;
            default -> throw new AssertionError(gateway.plane.lastPlan());
        };
    }

    /** Two definitions, the second one scaled. */
    private void versions() {
        gateway.send("PUT", "/v2/apps/web", "{\"cmd\": \"one\", \"instances\": 1}");
        gateway.send("PUT", "/v2/apps/web", "{\"cmd\": \"two\"}");
        gateway.send("PUT", "/v2/apps/web", "{\"instances\": 3}");
    }

    private void rolling(RolloutView.Stage stage, @Nullable String reason) {
        gateway.send("PUT", "/v2/apps/web", "{\"cmd\": \"x\"}");
        var plan = DeploymentPlan.of(D1, AT, WEB, new Change.Restart());
        gateway.plane.put(new DeploymentView(plan, Cause.of("test", "restart"), false, 0, List.of(WEB), null));
        var view = gateway.plane.present("/web");
        gateway.plane.put(Retouched.of(view)
                .deployment(D1)
                .rollout(new RolloutView(D1, stage, 2, 2, 4, reason == null ? 0 : 1, null, reason, null, null))
                .view());
    }
}
