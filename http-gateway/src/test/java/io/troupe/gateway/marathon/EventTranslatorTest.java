package io.troupe.gateway.marathon;

import static org.assertj.core.api.Assertions.assertThat;

import akka.util.ByteString;
import com.fasterxml.jackson.databind.JsonNode;
import io.troupe.cluster.directory.ClusterEvent;
import io.troupe.gateway.http.Json;
import io.troupe.protocol.deployment.DeploymentEvent;
import io.troupe.protocol.deployment.DeploymentOutcome;
import io.troupe.protocol.deployment.DeploymentPlan;
import io.troupe.protocol.deployment.DeploymentRecord;
import io.troupe.protocol.deployment.DeploymentView;
import io.troupe.protocol.identity.DeploymentId;
import io.troupe.protocol.identity.InstanceId;
import io.troupe.protocol.identity.NodeId;
import io.troupe.protocol.identity.WorkloadId;
import io.troupe.protocol.problem.Problem;
import io.troupe.protocol.problem.ProblemCode;
import io.troupe.protocol.workload.AssignedPort;
import io.troupe.protocol.workload.Cause;
import io.troupe.protocol.workload.Change;
import io.troupe.protocol.workload.Instance;
import io.troupe.protocol.workload.InstancePlace;
import io.troupe.protocol.workload.InstanceReport;
import io.troupe.protocol.workload.InstanceState;
import io.troupe.protocol.workload.Revision;
import io.troupe.protocol.workload.RolloutOutcome;
import io.troupe.protocol.workload.StopReason;
import io.troupe.protocol.workload.Target;
import io.troupe.protocol.workload.WorkloadEvent;
import io.troupe.protocol.workload.WorkloadRecord;
import io.troupe.protocol.workload.WorkloadSpec;
import io.troupe.protocol.workload.WorkloadView;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EventTranslatorTest {
    private static final Instant AT = Instant.parse("2026-11-23T11:00:00.123Z");
    private static final String TIME = "2026-11-23T11:00:00.123Z";
    private static final WorkloadId WEB = WorkloadId.of("/prod/web");
    private static final DeploymentId D1 = DeploymentId.of("d1");
    private static final NodeId NODE = NodeId.of("n1");
    private static final InstanceId ONE = InstanceId.of("prod_web.instance-1");
    private static final Cause ANNA = new Cause("anna@10.0.0.9", "PUT /v2/apps/prod/web", D1);
    private static final WorkloadSpec SPEC = AppTranslator.translate(
                    json("{'id': '/prod/web', 'cmd': 'x'}"), null, new ServicePorts(_ -> false, List.of(), 0))
            .spec();
    private static final DeploymentPlan PLAN = DeploymentPlan.of(D1, AT, WEB, new Change.Create(SPEC, 1));
    private static final String PLAN_JSON = "{'id': 'd1', 'version': '" + TIME
            + "', 'steps': [{'actions': [{'action': 'StartApplication', 'app': '/prod/web'}]}]}";
    private static final String STEP_JSON = "{'actions': [{'action': 'StartApplication', 'app': '/prod/web'}]}";

    private static JsonNode json(String text) {
        return Json.read(ByteString.fromString(text.replace('\'', '"')));
    }

    private static Instance planned() {
        return Instance.planned(ONE, 0, 1, 1, AT);
    }

    private static Instance placed() {
        return planned().withPlace(new InstancePlace(NODE, "10.0.0.5", List.of(new AssignedPort(80, 31_000))), AT);
    }

    private static Instance reported(InstanceState state, String message) {
        return placed().withReport(InstanceReport.seen(ONE, state, AT)
                .withContainers(List.of("c"), List.of("172.17.0.2"))
                .withMessage(message));
    }

    private static List<MarathonEvent> heard(WorkloadEvent event, List<Instance> touched) {
        var revision = new Revision(1, AT, SPEC);
        var target = new Target(1, AT, 1, 1);
        var view = new WorkloadView(
                WEB, 1, revision, target, List.of(revision), List.of(target), touched, null, false, null, null, null);
        return EventTranslator.translate(new ClusterEvent.WorkloadHappened(
                WEB, 1, new WorkloadRecord(AT, ANNA, event), List.of(), touched, view));
    }

    private static List<MarathonEvent> heard(DeploymentEvent event, int step, List<WorkloadId> pending) {
        var view = new DeploymentView(PLAN, ANNA, false, step, pending, null);
        return EventTranslator.translate(
                new ClusterEvent.DeploymentHappened(1, new DeploymentRecord(AT, ANNA, event), view));
    }

    private static void assertHeard(List<MarathonEvent> events, String... expected) {
        assertThat(events.stream().<JsonNode>map(MarathonEvent::body).toList())
                .containsExactlyElementsOf(List.of(expected).stream()
                        .map(EventTranslatorTest::json)
                        .toList());
        assertThat(events)
                .allSatisfy(event ->
                        assertThat(event.body().get("eventType").asText()).isEqualTo(event.type()));
    }

    private static String ended(String type) {
        return "'eventType': '" + type + "', 'timestamp': '" + TIME + "'}";
    }

    private static String status(String state, String message, String address) {
        return "{'slaveId': 'n1', 'taskId': 'prod_web.instance-1._app.1', 'taskStatus': '" + state + "', 'message': '"
                + message + "', 'appId': '/prod/web', 'host': '10.0.0.5', 'version': '" + TIME
                + "', 'ipAddresses': [{'ipAddress': '" + address + "', 'protocol': 'IPv4'}], 'ports': [31000], "
                + ended("status_update_event");
    }

    private static String changed(String condition, String agent, String host) {
        return "{'instanceId': 'prod_web.instance-1', 'condition': '" + condition
                + "', 'runSpecId': '/prod/web', 'agentId': " + agent + ", 'host': " + host + ", 'runSpecVersion': '"
                + TIME + "', " + ended("instance_changed_event");
    }

    @Test
    void aChangeOverTheApiSaysWhatAndFromWhere() {
        var asked = Instant.parse("2026-11-22T08:00:00.123Z");
        var events = heard(new WorkloadEvent.ChangePrepared(D1, new Change.Create(SPEC, 3), null, asked), List.of());
        assertThat(events).hasSize(1);
        var body = events.getFirst().body();
        assertThat(body.get("eventType").asText()).isEqualTo("api_post_event");
        assertThat(body.get("clientIp").asText()).isEqualTo("10.0.0.9");
        assertThat(body.get("uri").asText()).isEqualTo("/v2/apps/prod/web");
        assertThat(body.at("/appDefinition/id").asText()).isEqualTo("/prod/web");
        assertThat(body.at("/appDefinition/instances").asInt()).isEqualTo(3);
        assertThat(body.at("/appDefinition/version").asText()).isEqualTo("2026-11-22T08:00:00.123Z");
        assertThat(heard(new WorkloadEvent.ChangePrepared(D1, new Change.Restart(), null), List.of()))
                .isEmpty();
    }

    @Test
    void aPlannedInstanceIsScheduledAndHasNoTaskYet() {
        assertHeard(
                heard(new WorkloadEvent.InstancesPlanned(List.of()), List.of(planned())),
                changed("Scheduled", "null", "null"));
    }

    @Test
    void eachStateOfATaskIsToldByBothNames() {
        assertHeard(
                heard(new WorkloadEvent.InstancesPlaced(List.of()), List.of(placed())),
                status("TASK_STAGING", "", "10.0.0.5"),
                changed("Provisioned", "'n1'", "'10.0.0.5'"));
        assertHeard(
                heard(
                        new WorkloadEvent.InstancesObserved(NODE, List.of()),
                        List.of(reported(InstanceState.RUNNING, ""))),
                status("TASK_RUNNING", "", "172.17.0.2"),
                changed("Running", "'n1'", "'10.0.0.5'"));
        assertHeard(
                heard(
                        new WorkloadEvent.InstancesObserved(NODE, List.of()),
                        List.of(reported(InstanceState.FAILED, "it broke"))),
                status("TASK_FAILED", "it broke", "172.17.0.2"),
                changed("Failed", "'n1'", "'10.0.0.5'"));
        assertHeard(
                heard(
                        new WorkloadEvent.StopRequested(List.of(ONE), StopReason.KILLED_BY_USER),
                        List.of(reported(InstanceState.RUNNING, "").withStop(StopReason.KILLED_BY_USER, AT))),
                status("TASK_KILLING", "", "172.17.0.2"),
                changed("Killing", "'n1'", "'10.0.0.5'"));
    }

    @Test
    void anUnreachableTaskIsToldByBothNamesAndAnInactiveOneByItsInstance() {
        var unreachable = reported(InstanceState.RUNNING, "").withAbsence(AT);
        assertHeard(
                heard(new WorkloadEvent.InstancesUnreachable(NODE, List.of(ONE)), List.of(unreachable)),
                status("TASK_UNREACHABLE", "", "172.17.0.2"),
                changed("Unreachable", "'n1'", "'10.0.0.5'"));
        assertHeard(
                heard(new WorkloadEvent.InstancesInactive(List.of(ONE)), List.of(unreachable.withInactivity())),
                changed("UnreachableInactive", "'n1'", "'10.0.0.5'"));
        assertHeard(
                heard(
                        new WorkloadEvent.StopRequested(List.of(ONE), StopReason.EXPUNGED),
                        List.of(unreachable
                                .withStop(StopReason.EXPUNGED, AT)
                                .withReport(InstanceReport.seen(ONE, InstanceState.LOST, AT)))),
                status("TASK_LOST", "", "10.0.0.5"),
                changed("Gone", "'n1'", "'10.0.0.5'"));
    }

    @ParameterizedTest
    @CsvSource({
        "FINISHED, TASK_FINISHED, Finished",
        "FAILED, TASK_FAILED, Failed",
        "KILLED, TASK_KILLED, Killed",
        "LOST, TASK_LOST, Gone",
        "DROPPED, TASK_DROPPED, Dropped"
    })
    void eachEndOfATaskIsToldByBothNames(InstanceState state, String status, String condition) {
        assertHeard(
                heard(new WorkloadEvent.InstancesObserved(NODE, List.of()), List.of(reported(state, "so"))),
                status(status, "so", "172.17.0.2"),
                changed(condition, "'n1'", "'10.0.0.5'"));
    }

    @Test
    void theEndOfWhatNobodyKnowsIsToldApart() {
        assertHeard(
                heard(
                        new WorkloadEvent.StrangersEnded(
                                NODE, List.of(InstanceReport.seen(ONE, InstanceState.KILLED, AT))),
                        List.of()),
                "{'instanceId': 'prod_web.instance-1', 'runSpecId': '/prod/web', 'condition': 'Killed', "
                        + ended("unknown_instance_terminated_event"));
    }

    @ParameterizedTest
    @CsvSource({"CANCELLED, cancelled", "SUPERSEDED, superseded", "ROLLED_BACK, rolled_back"})
    void aDeploymentThatIsTakenFromItsWayFailsAndSaysHow(DeploymentOutcome outcome, String reason) {
        assertHeard(
                heard(new DeploymentEvent.Ended(outcome, null), 0, List.of()),
                "{'id': 'd1', 'plan': " + PLAN_JSON + ", 'reason': '" + reason + "', " + ended("deployment_failed"));
    }

    @Test
    void aDeletedAppIsToldOf() {
        assertHeard(
                heard(new WorkloadEvent.WorkloadDeleted(), List.of()),
                "{'appId': '/prod/web', " + ended("app_terminated_event"));
    }

    @Test
    void aDeploymentIsToldFromStepToEnd() {
        assertHeard(
                heard(new DeploymentEvent.Accepted(List.of(), List.of()), -1, List.of(WEB)),
                "{'groupId': '/', 'version': '" + TIME + "', " + ended("group_change_success"));
        assertHeard(
                heard(new DeploymentEvent.StepBegan(0), 0, List.of(WEB)),
                "{'plan': " + PLAN_JSON + ", 'currentStep': " + STEP_JSON + ", " + ended("deployment_info"));
        assertHeard(
                heard(new DeploymentEvent.ChangesEnded(List.of(WEB), RolloutOutcome.COMPLETED), 0, List.of()),
                "{'plan': " + PLAN_JSON + ", 'currentStep': " + STEP_JSON + ", " + ended("deployment_step_success"));
        assertHeard(
                heard(new DeploymentEvent.Ended(DeploymentOutcome.COMPLETED, null), 0, List.of()),
                "{'id': 'd1', 'plan': " + PLAN_JSON + ", " + ended("deployment_success"));
        assertHeard(heard(new DeploymentEvent.ChangesEnded(List.of(), RolloutOutcome.COMPLETED), 0, List.of(WEB)));
    }

    @Test
    void aDeploymentThatDoesNotArriveFails() {
        assertHeard(
                heard(new DeploymentEvent.ChangesEnded(List.of(WEB), RolloutOutcome.CANCELLED), 0, List.of()),
                "{'plan': " + PLAN_JSON + ", 'currentStep': " + STEP_JSON + ", " + ended("deployment_step_failure"));
        assertHeard(
                heard(new DeploymentEvent.Ended(DeploymentOutcome.CANCELLED, null), 0, List.of()),
                "{'id': 'd1', 'plan': " + PLAN_JSON + ", 'reason': 'cancelled', " + ended("deployment_failed"));
        assertHeard(
                refused(Problem.of(ProblemCode.LOCKED, "/prod/web is locked")),
                "{'groupId': '/', 'version': '" + TIME + "', 'reason': '/prod/web is locked', "
                        + ended("group_change_failed"));
    }

    private static List<MarathonEvent> refused(@Nullable Problem problem) {
        return heard(new DeploymentEvent.Ended(DeploymentOutcome.REFUSED, problem), -1, List.of());
    }
}
