package io.troupe.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.troupe.gateway.http.Json;
import io.troupe.protocol.deployment.DeploymentPlan.WorkloadChange;
import io.troupe.protocol.identity.DeploymentId;
import io.troupe.protocol.problem.Problem;
import io.troupe.protocol.problem.ProblemCode;
import io.troupe.protocol.workload.Change;
import io.troupe.protocol.workload.InstanceReport;
import io.troupe.protocol.workload.InstanceState;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Apps over {@code /v2/apps}: made, read, changed, and what stands in the way. */
class MarathonApiTest {
    private final RunningGateway gateway = new RunningGateway();

    @AfterEach
    void stop() {
        gateway.close();
    }

    @Test
    void anAppIsCreatedAndReadBack() {
        var answer = gateway.send("POST", "/v2/apps", """
                {"id": "/prod/web", "cmd": "sleep 1", "cpus": 0.1, "mem": 32, "env": {"A": "b"}}""");
        assertThat(answer.status()).as(answer.text()).isEqualTo(201);
        assertThat(answer.header("Location")).isEqualTo("/v2/apps/prod/web");
        assertThat(answer.header("Marathon-Deployment-Id")).isNotEmpty();
        var app = gateway.get("/v2/apps//prod/web").json().get("app");
        assertThat(app.get("id").asText()).isEqualTo("/prod/web");
        assertThat(app.get("cpus").asDouble()).isEqualTo(0.1);
        assertThat(app.get("instances").asInt()).isEqualTo(1);
        assertThat(app.get("tasksRunning").asInt()).isEqualTo(1);
        assertThat(app.get("portDefinitions").get(0).get("port").asInt()).isBetween(10_000, 20_000);
        assertThat(app.get("networks").get(0).get("mode").asText()).isEqualTo("host");
        assertThat(app.get("tasks").get(0).get("id").asText()).isEqualTo("prod_web.instance-i1._app.1");
        assertThat(app.get("tasks").get(0).get("state").asText()).isEqualTo("TASK_RUNNING");
    }

    @Test
    void aSecondCreationIsAConflict() {
        gateway.create("/web");
        var answer = gateway.send("POST", "/v2/apps", "{\"id\": \"/web\", \"cmd\": \"x\"}");
        assertThat(answer.status()).isEqualTo(409);
        assertThat(answer.json().get("message").asText()).isEqualTo("An app with id [/web] already exists.");
    }

    @Test
    void whatIsReadCanBePutBackAndChangesNothing() {
        gateway.create("/web");
        var app = gateway.get("/v2/apps/web").json().get("app");
        var before = gateway.plane.present("/web").spec();
        var answer = gateway.send("PUT", "/v2/apps/web?partialUpdate=false", app.toString());
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        assertThat(gateway.plane.present("/web").spec()).isEqualTo(before);
    }

    @Test
    void aPartialUpdateScalesAndKeepsTheRest() {
        gateway.create("/web");
        assertThat(gateway.send("PUT", "/v2/apps/web", "{\"instances\": 5}").status())
                .isEqualTo(200);
        var view = gateway.plane.present("/web");
        assertThat(view.target().instances()).isEqualTo(5);
        assertThat(view.revision().number()).isEqualTo(1);
    }

    @Test
    void aPutOfAnUnknownAppCreatesItAndAPatchDoesNot() {
        assertThat(gateway.send("PATCH", "/v2/apps/new", "{\"cmd\": \"x\"}").status())
                .isEqualTo(404);
        assertThat(gateway.send("PUT", "/v2/apps/new", "{\"cmd\": \"x\"}").status())
                .isEqualTo(201);
    }

    @Test
    void anArrayIsChangedInOneDeployment() {
        var answer =
                gateway.send("PUT", "/v2/apps", "[{\"id\": \"a\", \"cmd\": \"x\"}, {\"id\": \"/b\", \"cmd\": \"y\"}]");
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        assertThat(answer.json().get("deploymentId").asText()).isNotEmpty();
        assertThat(gateway.get("/v2/apps").json().get("apps")).hasSize(2);
    }

    @Test
    void aVersionIsListedReadAndRolledBackTo() {
        gateway.create("/web");
        gateway.send("PUT", "/v2/apps/web", "{\"cmd\": \"sleep 2\"}");
        var versions = gateway.get("/v2/apps/web/versions").json().get("versions");
        assertThat(versions).hasSize(2);
        var first = versions.get(1).asText();
        assertThat(gateway.get("/v2/apps/web/versions/" + first)
                        .json()
                        .get("cmd")
                        .asText())
                .isEqualTo("sleep 1");
        assertThat(gateway.send("PUT", "/v2/apps/web", "{\"version\": \"" + first + "\"}")
                        .status())
                .isEqualTo(200);
        assertThat(gateway.get("/v2/apps/web").json().at("/app/cmd").asText()).isEqualTo("sleep 1");
        assertThat(gateway.get("/v2/apps/web/versions/2020-01-01T00:00:00.000Z").status())
                .isEqualTo(404);
        assertThat(gateway.get("/v2/apps/web/versions/yesterday").status()).isEqualTo(422);
    }

    @Test
    void appsAreFoundByIdCommandLabelAndGroup() {
        gateway.create("/prod/web");
        gateway.create("/test/db");
        assertThat(gateway.get("/v2/apps?id=prod").json().get("apps")).hasSize(1);
        assertThat(gateway.get("/v2/apps?cmd=SLEEP").json().get("apps")).hasSize(2);
        assertThat(gateway.get("/v2/apps?label=tier%3D%3Dweb").json().get("apps"))
                .hasSize(2);
        assertThat(gateway.get("/v2/apps?label=tier%20notin%20(web,db)").json().get("apps"))
                .isEmpty();
        assertThat(gateway.get("/v2/apps?label=((").status()).isEqualTo(400);
        assertThat(gateway.get("/v2/apps/prod/*").json().get("*")).hasSize(1);
        assertThat(gateway.get("/v2/apps/nothing/*").status()).isEqualTo(404);
        assertThat(gateway.get("/v2/apps/prod/*/tasks").json().get("tasks")).hasSize(2);
    }

    @Test
    void anAppIsRestartedAndDeleted() {
        gateway.create("/web");
        assertThat(gateway.send("POST", "/v2/apps/web/restart", "").status()).isEqualTo(200);
        assertThat(gateway.send("DELETE", "/v2/apps/web", "").status()).isEqualTo(200);
        var gone = gateway.get("/v2/apps/web");
        assertThat(gone.status()).isEqualTo(404);
        assertThat(gone.json().get("message").asText()).isEqualTo("App '/web' does not exist");
        assertThat(gateway.send("DELETE", "/v2/apps/web", "").status()).isEqualTo(404);
        assertThat(gateway.send("POST", "/v2/apps/web/restart", "").status()).isEqualTo(404);
    }

    @Test
    void anAppIsReadAsItWas() {
        gateway.create("/web");
        var first = gateway.get("/v2/apps/web").json().at("/app/version").asText();
        gateway.send("PUT", "/v2/apps/web", "{\"cmd\": \"sleep 2\", \"instances\": 5}");
        var past = gateway.get("/v2/apps/web?at=" + first).json().get("app");
        assertThat(past.get("cmd").asText()).isEqualTo("sleep 1");
        assertThat(past.get("instances").asInt()).isEqualTo(2);
        assertThat(past.get("version").asText()).isEqualTo(first);
        assertThat(gateway.get("/v2/apps/web?at=2020-01-01T00:00:00.000Z").status())
                .isEqualTo(404);
        assertThat(gateway.get("/v2/apps/web?at=yesterday").status()).isEqualTo(400);
    }

    @Test
    void theLastFailureIsShownWhereItIsAskedFor() {
        gateway.create("/web");
        var view = gateway.plane.present("/web");
        var instance = view.instances().getFirst();
        var failed = instance.withReport(
                InstanceReport.seen(instance.id(), InstanceState.FAILED, Instant.parse("2026-11-23T12:00:00.000Z"))
                        .withMessage("it broke"));
        gateway.plane.put(Retouched.of(view).lastFailure(failed).view());

        assertThat(gateway.get("/v2/apps").json().at("/apps/0").has("lastTaskFailure"))
                .isFalse();
        for (var failure : List.of(
                gateway.get("/v2/apps?embed=apps.lastTaskFailure").json().at("/apps/0/lastTaskFailure"),
                gateway.get("/v2/apps/web").json().at("/app/lastTaskFailure"))) {
            assertThat(failure).isEqualTo(RunningGateway.parse("""
                            {"appId": "/web", "host": "10.0.0.5", "message": "it broke", "state": "TASK_FAILED",
                             "taskId": "web.instance-i1._app.1", "timestamp": "2026-11-23T12:00:00.000Z", "version": "%s", "slaveId": "n1"}""".formatted(
                            Json.time(view.revision().since()))));
        }
    }

    @Test
    void aRestartReplacesEachInstanceAndChangesNoDefinition() {
        gateway.create("/web");
        var before = gateway.plane.present("/web");
        var shown = gateway.get("/v2/apps/web").json().get("app");
        gateway.send("POST", "/v2/apps/web/restart", "");

        var after = gateway.plane.present("/web");
        assertThat(gateway.plane.lastPlan().changes())
                .containsExactly(new WorkloadChange(before.id(), new Change.Restart()));
        assertThat(after.instances()).hasSize(2).doesNotContainAnyElementsOf(before.instances());
        assertThat(after.spec()).isEqualTo(before.spec());
        var again = gateway.get("/v2/apps/web").json().get("app");
        assertThat(again.get("version")).isNotEqualTo(shown.get("version"));
        assertThat(again.at("/versionInfo/lastConfigChangeAt")).isEqualTo(shown.at("/versionInfo/lastConfigChangeAt"));
        assertThat(again.at("/versionInfo/lastScalingAt"))
                .as("of the last scaling or restart")
                .isEqualTo(again.get("version"));
    }

    @Test
    void forceTakesAnAppFromTheDeploymentThatHoldsIt() {
        gateway.create("/web");
        gateway.plane.put(Retouched.of(gateway.plane.present("/web"))
                .deployment(DeploymentId.of("d1"))
                .view());
        assertThat(gateway.send("PUT", "/v2/apps/web", "{\"instances\": 3}").status())
                .isEqualTo(409);
        assertThat(gateway.plane.present("/web").target().instances()).isEqualTo(2);
        assertThat(gateway.send("PUT", "/v2/apps/web?force=true", "{\"instances\": 3}")
                        .status())
                .isEqualTo(200);
        assertThat(gateway.plane.present("/web").target().instances()).isEqualTo(3);
    }

    @Test
    void aLockIsAConflictThatNamesTheDeployment() {
        gateway.create("/web");
        gateway.plane.refuseNext(Problem.locked("locked", List.of(DeploymentId.of("d1"))));
        var answer = gateway.send("PUT", "/v2/apps/web", "{\"instances\": 3}");
        assertThat(answer.status()).isEqualTo(409);
        assertThat(answer.json().at("/deployments/0/id").asText()).isEqualTo("d1");
    }

    @Test
    void aChangeBasedOnAnOldStateIsTriedAgain() {
        gateway.create("/web");
        var stale = Problem.of(ProblemCode.STALE, "moved on");
        gateway.plane.refuseNext(stale, stale);
        assertThat(gateway.send("PUT", "/v2/apps/web", "{\"instances\": 3}").status())
                .isEqualTo(200);
        gateway.plane.refuseNext(stale, stale, stale, stale, stale);
        assertThat(gateway.send("PUT", "/v2/apps/web", "{\"instances\": 4}").status())
                .isEqualTo(409);
    }

    @Test
    void anOutageIs503WithRetryAfterAndReadsGoOn() {
        gateway.create("/web");
        gateway.plane.outage(true);
        var answer = gateway.send("PUT", "/v2/apps/web", "{\"instances\": 3}");
        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.header("Retry-After")).isNotEmpty();
        assertThat(gateway.get("/v2/apps/web").status()).isEqualTo(200);
        assertThat(gateway.send("DELETE", "/v2/apps/web/tasks", "").status()).isEqualTo(503);
    }

    @Test
    void theClusterSpeaksOfItself() {
        assertThat(gateway.get("/v2/leader").json().get("leader").asText()).isEqualTo("n1:8080");
        assertThat(gateway.get("/v2/info").json().get("version").asText()).isEqualTo("0.1.0");
        assertThat(gateway.get("/ping").text()).isEqualTo("pong");
        assertThat(gateway.get("/v2/deployments").json()).isEmpty();
        assertThat(gateway.get("/v2/queue?embed=lastUnusedOffers").json().get("queue"))
                .isEmpty();
        assertThat(gateway.send("DELETE", "/v2/deployments/none", "").status()).isEqualTo(404);
        gateway.create("/web");
        assertThat(gateway.get("/metrics").text())
                .contains("troupe_workloads 1.0")
                .contains("jvm_memory");
    }

    @Test
    void theIdInThePathCounts() {
        gateway.create("/web");
        assertThat(gateway.send("PATCH", "/v2/apps/web", "{\"id\": \"/other\", \"instances\": 4}")
                        .status())
                .isEqualTo(200);
        assertThat(gateway.plane.present("/web").target().instances()).isEqualTo(4);
        assertThat(gateway.get("/v2/apps/other").status()).isEqualTo(404);
    }

    @Test
    void theDepthOfAnAnswerIsChosen() {
        gateway.create("/g/web");
        var listed = gateway.get("/v2/apps").json().at("/apps/0");
        assertThat(listed.has("tasks")).isFalse();
        assertThat(listed.get("tasksRunning").asInt()).isEqualTo(2);
        assertThat(listed.get("deployments")).isEmpty();
        for (var embed : List.of("apps.tasks", "app.tasks", "group.apps.tasks", "tasks", "apps.failures")) {
            assertThat(gateway.get("/v2/apps?embed=nothing&embed=" + embed)
                            .json()
                            .at("/apps/0/tasks"))
                    .as(embed)
                    .hasSize(2);
        }
        var stats = gateway.get("/v2/apps?embed=apps.taskStats&embed=apps.readiness")
                .json()
                .at("/apps/0");
        assertThat(stats.at("/taskStats/withLatestConfig/stats/counts/running").asInt())
                .isEqualTo(2);
        assertThat(stats.get("readinessCheckResults")).isEmpty();
        var below = gateway.get("/v2/apps/g/*").json().at("/*/0");
        assertThat(below.get("tasks")).hasSize(2);
        assertThat(below.has("readinessCheckResults")).isFalse();
        assertThat(gateway.get("/v2/apps/nothing/*/tasks").status()).isEqualTo(404);
    }
}
