package io.troupe.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.troupe.protocol.workload.Instance;
import io.troupe.protocol.workload.StopReason;
import io.troupe.protocol.workload.UnreachablePolicy;
import io.troupe.protocol.workload.WorkloadView;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the API says of instances whose node is away, and of what is to become of them. */
class UnreachableApiTest {
    private static final Instant AWAY = Instant.parse("2026-11-23T11:00:00.000Z");
    private static final String APP = """
            {"id": "/web", "cmd": "x", "unreachableStrategy": {"inactiveAfterSeconds": 60, "expungeAfterSeconds": 120}}""";

    private final RunningGateway gateway = new RunningGateway();

    @AfterEach
    void stop() {
        gateway.close();
    }

    @Test
    void theStrategyOfAppsPodsAndGroupsComesBackAsItWasWritten() {
        assertThat(gateway.send("POST", "/v2/apps", APP).status()).isEqualTo(201);
        assertThat(gateway.get("/v2/apps/web").json().at("/app/unreachableStrategy"))
                .isEqualTo(RunningGateway.parse("{\"inactiveAfterSeconds\": 60, \"expungeAfterSeconds\": 120}"));
        gateway.send("PATCH", "/v2/apps/web", "{\"unreachableStrategy\": \"disabled\"}");
        assertThat(gateway.get("/v2/apps/web")
                        .json()
                        .at("/app/unreachableStrategy")
                        .asText())
                .isEqualTo("disabled");
        assertThat(gateway.plane.present("/web").revision().number())
                .as("as in Marathon a new strategy is a new configuration")
                .isEqualTo(2);

        gateway.send("POST", "/v2/groups", """
                {"id": "/shop", "apps": [{"id": "front", "cmd": "x", "unreachableStrategy": "disabled"}],
                 "groups": [{"id": "back", "pods": [{"id": "db", "scheduling": {"unreachableStrategy": "disabled"},
                   "containers": [{"name": "c", "exec": {"command": {"shell": "x"}}, "resources": {"cpus": 0.1, "mem": 32}}]}]}]}""");
        assertThat(gateway.plane.present("/shop/front").spec().whenUnreachable())
                .isEqualTo(UnreachablePolicy.NEVER);
        assertThat(gateway.get("/v2/pods/shop/back/db")
                        .json()
                        .at("/scheduling/unreachableStrategy")
                        .asText())
                .isEqualTo("disabled");
    }

    @Test
    void aStrategyThatForgetsBeforeItReplacesIsRefused() {
        var refusal = gateway.send("POST", "/v2/apps", """
                {"id": "/web", "cmd": "x", "unreachableStrategy": {"inactiveAfterSeconds": 5, "expungeAfterSeconds": 4}}""");
        assertThat(refusal.status()).isEqualTo(422);
        assertThat(refusal.json().at("/details/0/path").asText())
                .isEqualTo("/unreachableStrategy/inactiveAfterSeconds");
    }

    @Test
    void anUnreachableTaskIsNeitherRunningNorStaged() {
        gateway.send("POST", "/v2/apps", APP);
        change("/web", instance -> instance.withAbsence(AWAY));

        var task = gateway.get("/v2/tasks").json().at("/tasks/0");
        assertThat(task.path("state").asText()).isEqualTo("TASK_UNREACHABLE");
        assertThat(task.path("unreachable")).isEqualTo(RunningGateway.parse("""
                {"since": "2026-11-23T11:00:00.000Z", "inactive": false,
                 "inactiveAt": "2026-11-23T11:01:00.000Z", "expungedAt": "2026-11-23T11:02:00.000Z",
                 "message": "its node n1 is away since 2026-11-23T11:00:00.000Z; it is replaced at 2026-11-23T11:01:00.000Z, and it is forgotten at 2026-11-23T11:02:00.000Z"}"""));
        var app = gateway.get("/v2/apps/web?embed=app.taskStats&embed=app.counts")
                .json()
                .path("app");
        assertThat(app.path("tasksRunning").asInt()).isZero();
        assertThat(app.path("tasksStaged").asInt()).isZero();
        assertThat(app.at("/taskStats/totalSummary/stats/counts/running").asInt())
                .isZero();
    }

    @Test
    void anExplanationSaysSinceWhenANodeIsAwayAndWhatHappensWhen() {
        gateway.send("POST", "/v2/apps", APP);
        change("/web", instance -> instance.withAbsence(AWAY).withInactivity());

        var answer = gateway.get("/v1/workloads/web/explain").json();
        assertThat(answer.at("/unreachable/0/since").asText()).isEqualTo("2026-11-23T11:00:00.000Z");
        assertThat(answer.path("reasons").toString())
                .contains("is unreachable: its node n1 is away since 2026-11-23T11:00:00.000Z; it is replaced, and"
                        + " it is forgotten at 2026-11-23T11:02:00.000Z.");
        assertThat(gateway.get("/v1/workloads/web")
                        .json()
                        .at("/instances/0/unreachable/inactive")
                        .asBoolean())
                .isTrue();
    }

    @Test
    void aPodWithAnUnreachableInstanceIsDegradedAndSaysSo() {
        gateway.send("POST", "/v2/pods", """
                {"id": "/db", "scheduling": {"unreachableStrategy": "disabled"},
                 "containers": [{"name": "c", "exec": {"command": {"shell": "x"}}, "resources": {"cpus": 0.1, "mem": 32}}]}""");
        change("/db", instance -> instance.withAbsence(Instant.now().plus(Duration.ofHours(1))));

        var status = gateway.get("/v2/pods/db::status").json();
        assertThat(status.path("status").asText()).isEqualTo("DEGRADED");
        assertThat(status.at("/instances/0/status").asText()).isEqualTo("DEGRADED");
        assertThat(status.at("/instances/0/containers/0/status").asText()).isEqualTo("TASK_UNREACHABLE");
        assertThat(status.at("/instances/0/message").asText()).endsWith("it is waited for and not replaced");
    }

    @Test
    void metricsCountTheUnreachable() {
        gateway.send("POST", "/v2/apps", APP);
        change("/web", instance -> instance.withAbsence(AWAY));

        assertThat(gateway.get("/metrics").text()).contains("troupe_instances_unreachable 1.0");
    }

    @Test
    void metricsCountKillsUnderWayAndHowOftenTheyWereSaid() {
        gateway.send("POST", "/v2/apps", APP);
        var since = Instant.now().minusSeconds(12);
        change("/web", instance -> instance.withStop(StopReason.LAUNCH_OVERDUE, since));

        assertThat(gateway.get("/metrics").text())
                .contains("troupe_instances_inflight_kills 1.0", "troupe_instances_launch_overdue 1.0")
                .containsPattern("troupe_instances_inflight_kill_attempts [3-9]");
    }

    private void change(String id, UnaryOperator<Instance> change) {
        var view = gateway.plane.present(id);
        var instances = new ArrayList<>(view.instances());
        instances.replaceAll(change);
        gateway.plane.put(new WorkloadView(
                view.id(),
                view.sequence() + 1,
                view.revision(),
                view.target(),
                view.revisions(),
                view.targets(),
                instances,
                view.deployment(),
                view.rollout(),
                view.deleting(),
                view.launchDelay(),
                view.lastFailure(),
                view.refusals()));
    }
}
