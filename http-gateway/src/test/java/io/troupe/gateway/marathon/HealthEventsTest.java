package io.troupe.gateway.marathon;

import static org.assertj.core.api.Assertions.assertThat;

import akka.util.ByteString;
import com.fasterxml.jackson.databind.JsonNode;
import io.troupe.cluster.directory.ClusterEvent;
import io.troupe.gateway.http.Json;
import io.troupe.protocol.health.CheckOutcome;
import io.troupe.protocol.health.CheckResponse;
import io.troupe.protocol.health.CheckResult;
import io.troupe.protocol.health.Health;
import io.troupe.protocol.health.Readiness;
import io.troupe.protocol.identity.DeploymentId;
import io.troupe.protocol.identity.InstanceId;
import io.troupe.protocol.identity.NodeId;
import io.troupe.protocol.identity.WorkloadId;
import io.troupe.protocol.workload.Cause;
import io.troupe.protocol.workload.Instance;
import io.troupe.protocol.workload.InstancePlace;
import io.troupe.protocol.workload.InstanceReport;
import io.troupe.protocol.workload.InstanceState;
import io.troupe.protocol.workload.Revision;
import io.troupe.protocol.workload.StopReason;
import io.troupe.protocol.workload.Target;
import io.troupe.protocol.workload.WorkloadEvent;
import io.troupe.protocol.workload.WorkloadRecord;
import io.troupe.protocol.workload.WorkloadSpec;
import io.troupe.protocol.workload.WorkloadView;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class HealthEventsTest {
    private static final Instant AT = Instant.parse("2026-11-23T10:00:00Z");
    private static final Instant LATER = AT.plusSeconds(9);
    private static final String TIME = "2026-11-23T10:00:00.000Z";
    private static final WorkloadId WEB = WorkloadId.of("/web");
    private static final InstanceId ONE = InstanceId.of("web.instance-1");
    private static final NodeId NODE = NodeId.of("n1");
    private static final WorkloadSpec SPEC = AppTranslator.translate(
                    json("{'id': '/web', 'cmd': 'x', 'portDefinitions': [{'port': 0, 'name': 'http-api'}],"
                            + " 'healthChecks': [{'path': '/ping'}], 'check': {'tcp': {}},"
                            + " 'readinessChecks': [{'preserveLastResponse': true}]}"),
                    null,
                    new ServicePorts(_ -> true, List.of(), 0))
            .spec();

    @Test
    void aFirstSuccessMakesCheckAndInstanceHealthy() {
        assertThat(heard(
                        new WorkloadEvent.InstancesObserved(NODE, List.of()),
                        running(result(CheckOutcome.UNKNOWN, 0, null)),
                        running(result(CheckOutcome.PASSING, 0, null))))
                .containsExactly(
                        json("{'appId': '/web', 'instanceId': 'web.instance-1', 'version': '" + TIME
                                + "', 'alive': true, 'eventType': 'health_status_changed_event', 'timestamp': '" + TIME
                                + "'}"),
                        json("{'instanceId': 'web.instance-1', 'runSpecId': '/web', 'healthy': true,"
                                + " 'runSpecVersion': '" + TIME
                                + "', 'eventType': 'instance_health_changed_event', 'timestamp': '" + TIME + "'}"));
    }

    @Test
    void aFailureNamesTheCheckThatFailed() {
        var events = heard(
                new WorkloadEvent.InstancesObserved(NODE, List.of()),
                running(result(CheckOutcome.PASSING, 0, null)),
                running(result(CheckOutcome.FAILING, 1, AT)));
        assertThat(events)
                .extracting(event -> event.get("eventType").asText())
                .containsExactly(
                        "failed_health_check_event", "health_status_changed_event", "instance_health_changed_event");
        assertThat(events.getFirst().at("/healthCheck/path").asText()).isEqualTo("/ping");
        assertThat(events.getFirst().get("taskId").asText()).isEqualTo("web.instance-1");

        var second = heard(
                new WorkloadEvent.InstancesObserved(NODE, List.of()),
                running(result(CheckOutcome.FAILING, 1, AT)),
                running(result(CheckOutcome.FAILING, 2, LATER)));
        assertThat(second)
                .extracting(event -> event.get("eventType").asText())
                .containsExactly("failed_health_check_event");
    }

    @Test
    void anUnhealthyKillSaysWhy() {
        var failing = running(result(CheckOutcome.FAILING, 3, AT));
        var events = heard(
                new WorkloadEvent.StopRequested(List.of(ONE), StopReason.UNHEALTHY),
                failing,
                failing.withStop(StopReason.UNHEALTHY, AT));
        assertThat(events.getFirst())
                .isEqualTo(json("{'appId': '/web', 'taskId': 'web.instance-1._app.1', 'instanceId': 'web.instance-1',"
                        + " 'version': '" + TIME + "', 'reason': 'because', 'host': '10.0.0.5', 'slaveId': 'n1',"
                        + " 'eventType': 'unhealthy_instance_kill_event', 'timestamp': '" + TIME + "'}"));
        assertThat(events).extracting(event -> event.get("eventType").asText()).contains("instance_changed_event");
    }

    @Test
    void aNewRevisionSetsItsChecksUpAndADeletionTakesThemAway() {
        var view = view(running(result(CheckOutcome.UNKNOWN, 0, null)));
        var began = new WorkloadEvent.RolloutBegan(
                DeploymentId.of("d"), new Revision(1, AT, SPEC), new Target(1, AT, 1, 1), false, false);
        assertThat(translated(began, List.of(), List.of(), view))
                .containsExactly(json("{'appId': '/web', 'version': '" + TIME + "', 'healthCheck': "
                        + HealthJson.checks(SPEC).get(0).toString().replace('"', '\'')
                        + ", 'eventType': 'add_health_check_event', 'timestamp': '" + TIME + "'}"));
        var deletion = new WorkloadEvent.RolloutBegan(DeploymentId.of("d"), null, new Target(2, AT, 1, 0), false, true);
        assertThat(translated(deletion, List.of(), List.of(), view))
                .containsExactly(json(
                        "{'appId': '/web', 'eventType': 'remove_health_check_event', 'timestamp': '" + TIME + "'}"));
    }

    @Test
    void aTaskShowsWhatItsChecksSay() {
        var instance = running(result(CheckOutcome.FAILING, 2, LATER));
        var task = TaskJson.json(view(instance), instance);
        assertThat(task.get("healthCheckResults"))
                .isEqualTo(json("[{'alive': false, 'consecutiveFailures': 2, 'instanceId': 'web.instance-1',"
                        + " 'lastFailure': '2026-11-23T10:00:09.000Z', 'lastFailureCause': 'HTTP 503'}]"));
        assertThat(task.get("checkResult")).isEqualTo(json("{'tcp': {'succeeded': false}}"));
    }

    @Test
    void anAppCountsTheHealthyAndShowsReadiness() {
        var app = AppView.json(
                view(running(result(CheckOutcome.PASSING, 0, null))),
                Set.of("counts", "readiness", "taskStats"),
                LATER);
        assertThat(app.get("tasksHealthy").asInt()).isEqualTo(1);
        assertThat(app.get("tasksUnhealthy").asInt()).isZero();
        assertThat(app.at("/taskStats/totalSummary/stats/counts/healthy").asInt())
                .isEqualTo(1);
        assertThat(app.get("readinessCheckResults"))
                .isEqualTo(json("[{'name': 'readinessCheck', 'taskId': 'web.instance-1', 'ready': false,"
                        + " 'lastResponse': {'status': 503, 'contentType': 'text/plain', 'body': 'busy'}}]"));
        var failing = AppView.json(view(running(result(CheckOutcome.FAILING, 1, AT))), Set.of("counts"), LATER);
        assertThat(failing.get("tasksUnhealthy").asInt()).isEqualTo(1);
    }

    private static CheckResult result(CheckOutcome outcome, int failures, @Nullable Instant lastFailure) {
        return new CheckResult(
                "health-0",
                outcome,
                AT,
                failures,
                failures >= 3,
                outcome == CheckOutcome.FAILING ? 503 : null,
                outcome == CheckOutcome.FAILING ? "HTTP 503" : "",
                null,
                null,
                lastFailure,
                null);
    }

    private static Instance running(CheckResult result) {
        var ready = new CheckResult(
                "readiness-readinessCheck",
                CheckOutcome.FAILING,
                AT,
                1,
                false,
                503,
                "HTTP 503",
                null,
                null,
                AT,
                new CheckResponse(503, "text/plain", "busy"));
        return Instance.planned(ONE, 0, 1, 1, AT)
                .withPlace(new InstancePlace(NODE, "10.0.0.5", List.of()), AT)
                .withReport(InstanceReport.seen(ONE, InstanceState.RUNNING, AT)
                        .withHealth(new Health(
                                Readiness.NOT_READY, List.of(result, ready, CheckResult.untried("check", AT)))));
    }

    private static WorkloadView view(Instance instance) {
        var revision = new Revision(1, AT, SPEC);
        var target = new Target(1, AT, 1, 1);
        return new WorkloadView(
                WEB,
                1,
                revision,
                target,
                List.of(revision),
                List.of(target),
                List.of(instance),
                null,
                false,
                null,
                null,
                null);
    }

    private static List<JsonNode> heard(WorkloadEvent event, Instance before, Instance after) {
        return translated(event, List.of(before), List.of(after), view(after));
    }

    private static List<JsonNode> translated(
            WorkloadEvent event, List<Instance> before, List<Instance> after, WorkloadView view) {
        var record = new WorkloadRecord(AT, Cause.of("supervisor", "because"), event);
        return EventTranslator.translate(new ClusterEvent.WorkloadHappened(WEB, 1, record, before, after, view))
                .stream()
                .<JsonNode>map(MarathonEvent::body)
                .toList();
    }

    private static JsonNode json(String text) {
        return Json.read(ByteString.fromString(text.replace('\'', '"')));
    }
}
