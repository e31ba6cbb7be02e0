package io.troupe.gateway.marathon;

import static org.assertj.core.api.Assertions.assertThat;

import akka.util.ByteString;
import com.fasterxml.jackson.databind.JsonNode;
import io.troupe.cluster.directory.ClusterEvent;
import io.troupe.gateway.http.Json;
import io.troupe.protocol.deployment.DeploymentEvent;
import io.troupe.protocol.deployment.DeploymentPlan;
import io.troupe.protocol.deployment.DeploymentRecord;
import io.troupe.protocol.deployment.DeploymentView;
import io.troupe.protocol.identity.DeploymentId;
import io.troupe.protocol.identity.InstanceId;
import io.troupe.protocol.identity.NodeId;
import io.troupe.protocol.identity.WorkloadId;
import io.troupe.protocol.workload.Cause;
import io.troupe.protocol.workload.Change;
import io.troupe.protocol.workload.Instance;
import io.troupe.protocol.workload.InstancePlace;
import io.troupe.protocol.workload.InstanceReport;
import io.troupe.protocol.workload.InstanceState;
import io.troupe.protocol.workload.Revision;
import io.troupe.protocol.workload.Target;
import io.troupe.protocol.workload.WorkloadEvent;
import io.troupe.protocol.workload.WorkloadRecord;
import io.troupe.protocol.workload.WorkloadSpec;
import io.troupe.protocol.workload.WorkloadView;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is told of pods, where it differs from what is told of apps. */
class PodEventsTest {
    private static final Instant AT = Instant.parse("2026-11-23T11:00:00.123Z");
    private static final WorkloadId POD = WorkloadId.of("/prod/pod");
    private static final DeploymentId D1 = DeploymentId.of("d1");
    private static final InstanceId ONE = InstanceId.of("prod_pod.instance-1");
    private static final Cause ANNA = new Cause("anna@10.0.0.9", "POST /v2/pods", D1);
    private static final WorkloadSpec SPEC = PodTranslator.translate(
                    Json.read(ByteString.fromString("""
                            {"id": "/prod/pod", "containers": [
                              {"name": "a", "exec": {"command": {"shell": "x"}}, "resources": {}},
                              {"name": "b", "exec": {"command": {"shell": "x"}}, "resources": {},
                               "healthCheck": {"exec": {"command": {"shell": "true"}}}}]}""")), null, RoleRules.NONE, new Faults())
            .spec();
    private static final WorkloadView VIEW = view(List.of());

    private static WorkloadView view(List<Instance> instances) {
        var revision = new Revision(1, AT, SPEC);
        var target = new Target(1, AT, 1, 1);
        return new WorkloadView(
                POD,
                1,
                revision,
                target,
                List.of(revision),
                List.of(target),
                instances,
                null,
                null,
                false,
                null,
                null,
                null);
    }

    private static List<MarathonEvent> heard(WorkloadEvent event, List<Instance> touched) {
        return EventTranslator.translate(new ClusterEvent.WorkloadHappened(
                POD, 1, new WorkloadRecord(AT, ANNA, event), List.of(), touched, VIEW));
    }

    private static MarathonEvent asked(Change change) {
        var events = heard(new WorkloadEvent.ChangePrepared(D1, change, null), List.of());
        assertThat(events).hasSize(1);
        return events.getFirst();
    }

    @Test
    void aChangeOverTheApiIsToldAsOneOfAPod() {
        var created = asked(new Change.Create(SPEC, 1));
        assertThat(created.type()).isEqualTo("pod_created_event");
        assertThat(created.body().path("clientIp").asText()).isEqualTo("10.0.0.9");
        assertThat(created.body().path("uri").asText()).isEqualTo("/v2/pods");
        assertThat(created.body().has("appDefinition")).isFalse();
        assertThat(asked(new Change.Update(SPEC, 1, 1L)).type()).isEqualTo("pod_updated_event");
        assertThat(asked(new Change.Scale(2, 1L)).type()).isEqualTo("pod_updated_event");
        assertThat(asked(new Change.Delete()).type()).isEqualTo("pod_deleted_event");
    }

    @Test
    void eachContainerIsATask() {
        var instance = Instance.planned(ONE, 0, 1, 1, AT)
                .withPlace(new InstancePlace(NodeId.of("n1"), "10.0.0.5", List.of()), AT)
                .withReport(InstanceReport.seen(ONE, InstanceState.RUNNING, AT));
        var events = heard(
                new WorkloadEvent.InstancesObserved(
                        NodeId.of("n1"), List.of(InstanceReport.seen(ONE, InstanceState.RUNNING, AT))),
                List.of(instance));
        assertThat(events)
                .extracting(MarathonEvent::type)
                .startsWith("status_update_event", "status_update_event", "instance_changed_event");
        assertThat(events.subList(0, 2))
                .extracting(event -> event.body().path("taskId").asText())
                .containsExactly("prod_pod.instance-1.a.1", "prod_pod.instance-1.b.1");
    }

    @Test
    void itsHealthChecksAreToldOf() {
        var events = heard(new WorkloadEvent.RolloutBegan(D1, VIEW.revision(), VIEW.target(), true, false), List.of());
        assertThat(events).hasSize(1);
        assertThat(events.getFirst().type()).isEqualTo("add_health_check_event");
        assertThat(events.getFirst()
                        .body()
                        .at("/healthCheck/exec/command/shell")
                        .asText())
                .isEqualTo("true");
    }

    @Test
    void itsDeploymentsNameThePod() {
        var plan = new DeploymentPlan(
                D1,
                AT,
                List.of(new DeploymentPlan.Step(
                        List.of(Pods.changed(VIEW, new DeploymentPlan.WorkloadChange(POD, new Change.Scale(3, 1L)))))));
        var view = new DeploymentView(plan, ANNA, false, 0, List.of(POD), null);
        var events = EventTranslator.translate(new ClusterEvent.DeploymentHappened(
                1, new DeploymentRecord(AT, ANNA, new DeploymentEvent.StepBegan(0)), view));
        JsonNode action = events.getFirst().body().at("/currentStep/actions/0");
        assertThat(action.path("action").asText()).isEqualTo("ScalePod");
        assertThat(action.path("pod").asText()).isEqualTo("/prod/pod");
    }
}
