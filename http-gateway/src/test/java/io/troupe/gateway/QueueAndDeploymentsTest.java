package io.troupe.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.troupe.protocol.deployment.DeploymentPlan;
import io.troupe.protocol.deployment.DeploymentView;
import io.troupe.protocol.identity.DeploymentId;
import io.troupe.protocol.identity.InstanceId;
import io.troupe.protocol.identity.WorkloadId;
import io.troupe.protocol.placement.RefusalReason;
import io.troupe.protocol.placement.RefusalSummary;
import io.troupe.protocol.workload.Cause;
import io.troupe.protocol.workload.Change;
import io.troupe.protocol.workload.Instance;
import io.troupe.protocol.workload.LaunchDelay;
import io.troupe.protocol.workload.RolloutView;
import io.troupe.protocol.workload.WorkloadView;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class QueueAndDeploymentsTest {
    private static final Instant AT = Instant.parse("2026-11-23T11:00:00.000Z");
    private static final WorkloadId WEB = WorkloadId.of("/web");

    private final RunningGateway gateway = new RunningGateway();

    @AfterEach
    void stop() {
        gateway.close();
    }

    @Test
    void theQueueSaysWhatWaitsAndWhy() {
        gateway.send("PUT", "/v2/apps/web", "{\"cmd\": \"x\"}");
        var counts = List.of(
                new RefusalSummary.Count(RefusalReason.MEMORY, 2, "wanted 1024 MiB, free 512 MiB"),
                new RefusalSummary.Count(RefusalReason.PORTS, 1, "port 80 is taken"));
        gateway.plane.put(waiting(null, new RefusalSummary(AT, 3, counts)));
        var item = gateway.get("/v2/queue").json().at("/queue/0");
        assertThat(item.at("/app/id").asText()).isEqualTo("/web");
        assertThat(item.get("count").asInt()).isEqualTo(1);
        assertThat(item.get("role").asText()).isEqualTo("*");
        assertThat(item.get("delay")).isEqualTo(RunningGateway.parse("{\"timeLeftSeconds\": 0, \"overdue\": true}"));
        assertThat(item.at("/processedOffersSummary/unusedOffersCount").asInt()).isEqualTo(3);
        assertThat(item.at("/processedOffersSummary/rejectSummaryLastOffers"))
                .contains(
                        RunningGateway.parse("{\"reason\": \"InsufficientMemory\", \"declined\": 2, \"processed\": 3}"),
                        RunningGateway.parse("{\"reason\": \"InsufficientPorts\", \"declined\": 1, \"processed\": 1}"));
    }

    @Test
    void theQueueSaysWhichCountedResourceIsMissing() {
        gateway.send("PUT", "/v2/apps/web", "{\"cmd\": \"x\", \"gpus\": 1, \"resources\": {\"licence\": 1}}");
        var counts = List.of(
                new RefusalSummary.Count(RefusalReason.GPUS, 1, "wanted 1 GPU, found 0 free of 0"),
                new RefusalSummary.Count(RefusalReason.CUSTOM, 2, "wanted 1 licence, found 0 free of 5"));
        gateway.plane.put(waiting(null, new RefusalSummary(AT, 3, counts)));
        var item = gateway.get("/v2/queue").json().at("/queue/0");
        assertThat(item.at("/app/resources")).isEqualTo(RunningGateway.parse("{\"licence\": 1}"));
        assertThat(item.at("/processedOffersSummary/rejectSummaryLastOffers"))
                .contains(
                        RunningGateway.parse("{\"reason\": \"InsufficientGpus\", \"declined\": 1, \"processed\": 3}"),
                        RunningGateway.parse(
                                "{\"reason\": \"InsufficientCustomResources\", \"declined\": 2, \"processed\": 2}"));
        gateway.plane.put(waiting(
                null, new RefusalSummary(AT, 1, List.of(new RefusalSummary.Count(RefusalReason.SCARCE, 1, "")))));
        assertThat(gateway.get("/v2/queue").json().at("/queue/0/processedOffersSummary/rejectSummaryLastOffers"))
                .contains(RunningGateway.parse(
                        "{\"reason\": \"DeclinedScarceResources\", \"declined\": 1, \"processed\": 1}"))
                .noneSatisfy(step -> assertThat(step.get("reason").asText()).isEqualTo("InsufficientCustomResources"));
    }

    @Test
    void theQueueShowsWhatWasNoUse() {
        gateway.send("PUT", "/v2/apps/web", "{\"cmd\": \"x\"}");
        gateway.plane.put(waiting(null, new RefusalSummary(AT, 1, List.of())));

        var offer = gateway.get("/v2/queue?embed=lastUnusedOffers").json().at("/queue/0/lastUnusedOffers/0");

        assertThat(offer.at("/offer/hostname").asText()).isEqualTo(FakeControlPlane.HOST);
        assertThat(offer.at("/offer/resources"))
                .map(resource -> resource.get("name").asText())
                .containsExactly("cpus", "mem", "disk", "gpus", "licence", "ports");
        assertThat(offer.at("/reason")).map(reason -> reason.asText()).containsExactly("InsufficientMemory");
        assertThat(gateway.get("/v2/queue").json().at("/queue/0").has("lastUnusedOffers"))
                .isFalse();
    }

    @Test
    void theQueueSaysHowLongALaunchIsDelayed() {
        gateway.send("PUT", "/v2/apps/web", "{\"cmd\": \"x\"}");
        var until = Instant.now().plusSeconds(600);
        gateway.plane.put(waiting(new LaunchDelay(1, Duration.ofMinutes(10), until), null));
        var delay = gateway.get("/v2/queue").json().at("/queue/0/delay");
        assertThat(delay.get("overdue").asBoolean()).isFalse();
        assertThat(delay.get("timeLeftSeconds").asInt()).isBetween(500, 600);
    }

    @Test
    void theDelayOfWhatIsKeptUpDuringARolloutIsShownInTheQueueAndExplained() {
        gateway.send("PUT", "/v2/apps/web", "{\"cmd\": \"x\"}");
        var until = Instant.now().plusSeconds(600);
        gateway.plane.put(waiting(canary(new LaunchDelay(0, Duration.ofMinutes(10), until)), null, null));
        assertThat(gateway.get("/v2/queue")
                        .json()
                        .at("/queue/0/delay/timeLeftSeconds")
                        .asInt())
                .isBetween(500, 600);
        assertThat(gateway.send("DELETE", "/v2/queue/web/delay", "").status()).isEqualTo(204);
        var explanation = gateway.get("/v1/workloads/web/explain").json();
        assertThat(explanation.at("/baseDelay/seconds").asInt()).isEqualTo(600);
        assertThat(explanation.get("reasons").toString()).contains("Launches of what ran before are held back for");
    }

    private static RolloutView canary(LaunchDelay baseDelay) {
        return new RolloutView(
                DeploymentId.of("d1"), RolloutView.Stage.CANARY, 1, 0, 1, 0, null, null, null, baseDelay);
    }

    @Test
    void aDelayIsResetForWhatWaitsAlone() {
        gateway.send("PUT", "/v2/apps/web", "{\"cmd\": \"x\"}");
        var running = gateway.send("DELETE", "/v2/queue/web/delay", "");
        assertThat(running.status()).isEqualTo(404);
        assertThat(running.json().get("message").asText()).isEqualTo("Application /web not found in tasks queue.");
        gateway.plane.put(waiting(null, null));
        assertThat(gateway.send("DELETE", "/v2/queue/web/delay", "").status()).isEqualTo(204);
    }

    private WorkloadView waiting(@Nullable LaunchDelay delay, @Nullable RefusalSummary refusals) {
        return waiting(null, delay, refusals);
    }

    private WorkloadView waiting(
            @Nullable RolloutView rollout, @Nullable LaunchDelay delay, @Nullable RefusalSummary refusals) {
        var view = gateway.plane.present("/web");
        return Retouched.of(view)
                .instances(List.of(Instance.planned(InstanceId.of("web.instance-w"), 0, 1, 1, AT)))
                .rollout(rollout)
                .launchDelay(delay)
                .refusals(refusals)
                .view();
    }

    @Test
    void deploymentsAreShownAndCancelled() {
        gateway.plane.put(running("d1"));
        gateway.plane.put(running("d2"));
        assertThat(gateway.get("/v2/deployments").json().get(0)).isEqualTo(RunningGateway.parse("""
                {"id": "d1", "version": "2026-11-23T11:00:00.000Z", "affectedApps": ["/web"], "affectedPods": [],
                 "steps": [{"actions": [{"action": "RestartApplication", "app": "/web"}]}],
                 "currentActions": [{"action": "RestartApplication", "app": "/web", "readinessCheckResults": []}],
                 "currentStep": 1, "totalSteps": 1}"""));
        var reverted = gateway.send("DELETE", "/v2/deployments/d1", "");
        assertThat(reverted.status()).isEqualTo(200);
        assertThat(reverted.json().get("deploymentId").asText()).isNotEmpty().isNotEqualTo("d1");
        var cancelled = gateway.send("DELETE", "/v2/deployments/d2?force=true", "");
        assertThat(cancelled.status() + cancelled.text()).isEqualTo("202");
        assertThat(gateway.get("/v2/deployments").json()).isEmpty();
    }

    private static DeploymentView running(String id) {
        var plan = DeploymentPlan.of(DeploymentId.of(id), AT, WEB, new Change.Restart());
        return new DeploymentView(plan, Cause.of("test", "restart"), false, 0, List.of(WEB), null);
    }
}
