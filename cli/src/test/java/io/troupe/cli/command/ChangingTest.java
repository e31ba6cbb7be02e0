package io.troupe.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Commands that change apps, and how they wait. */
final class ChangingTest {
    private static final String ACCEPTED = "{\"version\": \"V\", \"deploymentId\": \"d1\"}";
    private static final String GOES_ON = "[{\"id\": \"d1\", \"affectedApps\": [\"/web\"]}]";

    private final FakeNode node = new FakeNode();

    @AfterEach
    void close() {
        node.close();
    }

    private static String workload(int running, int wanted) {
        return """
                {"id": "/web", "target": {"revision": 2, "instances": %d}, "delay": null, "instances": [%s]}""".formatted(
                        wanted,
                        "{\"state\": \"RUNNING\", \"revision\": 2, \"stopping\": null},".repeat(running)
                                + "{\"state\": \"PREPARING\", \"revision\": 2, \"stopping\": null, \"message\": \"pulling x\"},"
                                        .repeat(wanted - running)
                                + "{\"state\": \"KILLED\", \"revision\": 1, \"stopping\": null}");
    }

    private static String ended(String outcome) {
        return """
                {"entries": [{"event": "rollout-ended", "who": "anna", "reason": "PUT /v2/apps/web",
                 "detail": {"deployment": "d1", "outcome": "%s"}}]}""".formatted(outcome);
    }

    private FakeNode deploys(String outcome) {
        return node.answers("GET /v2/deployments", GOES_ON)
                .answers("GET /v2/deployments", GOES_ON)
                .answers("GET /v2/deployments", "[]")
                .answers("GET /v1/workloads/web", workload(0, 2))
                .answers("GET /v1/workloads/web", workload(1, 2))
                .answers("GET /v1/workloads/web", workload(2, 2))
                .answers("GET /v1/workloads/web/history", ended(outcome));
    }

    @Test
    void applyWaitsAndSaysOnlyWhatChangesInALog() {
        deploys("COMPLETED").answers("PUT /v2/apps/web", ACCEPTED);

        var seen = Shell.with(node).input("id: web\ncmd: sleep 9\n").run("apply", "-f", "-");

        assertThat(seen).isEqualTo(new Shell.Seen(0, "/web: 2 of 2 running\n", """
                /web: 0 of 2 running, 2 starting (pulling x)
                /web: 1 of 2 running, 1 starting (pulling x)
                """));
        assertThat(node.last("PUT").line()).isEqualTo("PUT /v2/apps/web?force=false&partialUpdate=false");
        assertThat(node.last("PUT").body()).isEqualTo("{\"id\":\"/web\",\"cmd\":\"sleep 9\"}");
    }

    @Test
    void onATerminalTheViewIsDrawnAgainAndTakenAway() {
        deploys("COMPLETED").answers("PUT /v2/apps/web", ACCEPTED);

        var seen = Shell.with(node).input("{\"id\": \"/web\"}").atTerminal().run("apply", "-f", "-");

        assertThat(seen.out()).isEqualTo("/web: 2 of 2 running\n");
        assertThat(seen.err()).isEqualTo("""
                <bold>Deployment d1: 0 s<plain>
                  /web: 0 of 2 running, 2 starting (pulling x)
                <up 2><bold>Deployment d1: 0 s<plain>
                  /web: 1 of 2 running, 1 starting (pulling x)
                <up 2>""".replace("<bold>", "\u001b[1m")
                .replace("<plain>", "\u001b[0m")
                .replace("<up 2>", "\u001b[2A\r\u001b[J"));
    }

    @Test
    void onlyADeploymentThatHoldsTheAppIsAConflict() {
        node.answers("PUT /v2/apps/web", 409, "{\"message\": \"An app with id [/web] already exists.\"}")
                .answers("PUT /v2/apps/api", 409, "{\"message\": \"locked\", \"deployments\": [{\"id\": \"d7\"}]}");

        assertThat(Shell.with(node).run("app", "scale", "web", "2").code()).isEqualTo(1);
        assertThat(Shell.with(node).run("app", "scale", "api", "2").code()).isEqualTo(4);
    }

    @Test
    void whatIsRemovedIsGoneAndNotMerelyAbsent() {
        node.answers("DELETE /v2/apps/web", ACCEPTED)
                .answers("GET /v2/deployments", """
                        [{"id": "d1", "steps": [{"actions": [{"action": "StopApplication", "app": "/web"}]}]}]""")
                .answers("GET /v2/deployments", "[]");

        var seen = Shell.with(node).run("app", "remove", "web");
        assertThat(seen.err()).isEqualTo("/web: gone\n");
        assertThat(seen.out()).isEqualTo("/web: removed\n");
    }

    @Test
    void aDeploymentThatWasOvertakenHasAnExitCodeOfItsOwn() {
        deploys("SUPERSEDED").answers("PUT /v2/apps/web", ACCEPTED);

        var seen = Shell.with(node).run("app", "scale", "web", "2");

        assertThat(seen.code()).isEqualTo(7);
        assertThat(seen.out()).isEmpty();
        assertThat(seen.err())
                .endsWith(
                        "troupe: Deployment d1 did not reach its end. /web: superseded by anna (PUT /v2/apps/web).\n");
        assertThat(node.last("PUT").body()).isEqualTo("{\"instances\":2}");
    }

    @Test
    void aDeploymentThatTakesTooLongGoesOn() {
        node.answers("PUT /v2/apps/web", ACCEPTED)
                .answers("GET /v2/deployments", GOES_ON)
                .answers("GET /v1/workloads/web", """
                        {"target": {"revision": 1, "instances": 1}, "delay": {"until": "T2"},
                         "instances": [{"state": "PLANNED", "revision": 1, "stopping": null}]}""")
                .answers("GET /v1/workloads/web/explain", """
                        {"reasons": ["The last failure was at T1 with exit code 7."], "nodes": [
                          {"node": "n1", "refusals": [{"reason": "CPUS", "wanted": "4 cpus", "found": "1 free"}]}]}""");

        var seen = Shell.with(node).run("app", "scale", "web", "1", "--timeout", "1");

        assertThat(seen.code()).isEqualTo(6);
        assertThat(seen.err())
                .contains("/web: 0 of 1 running, 1 waiting for a place\n")
                .contains(
                        "/web: back-off: no launch before T2. last failure at T1 with exit code 7.. n1: cpus: wants 4 cpus, has 1 free\n")
                .endsWith(
                        "Deployment d1 still goes on after 1 s. Why: troupe explain /web. Wait on: troupe deployment wait d1. "
                                + "Undo it: troupe deployment cancel d1\n");
    }

    @Test
    void aServerThatIsAwayForAWhileIsWaitedFor() {
        deploys("COMPLETED").answers("PUT /v2/apps/web", ACCEPTED);
        node.answers("GET /v1/workloads/web", workload(2, 2));
        node.answers("GET /v2/deployments", "[]");
        var away = new FakeNode()
                .answers("PUT /v2/apps/web", ACCEPTED)
                .answers("GET /v2/deployments", 503, "{\"message\": \"The journal is away\"}")
                .answers("GET /v2/deployments", "[]")
                .answers("GET /v1/workloads/web", workload(2, 2))
                .answers("GET /v1/workloads/web/history", 503, "{}");

        try (away) {
            var seen = Shell.with(away).run("app", "scale", "web", "2");

            assertThat(seen)
                    .isEqualTo(new Shell.Seen(
                            0, "/web: 2 of 2 running\n", "Still waiting: The journal is away. Try again.\n"));
        }
    }

    @Test
    void aLockedAppNamesItsHolderAndTheOptionThatHelps() {
        var locked =
                "{\"message\": \"App is locked by one or more deployments. Override with the option '?force=true'.\", \"deployments\": [{\"id\": \"d0\"}]}";
        node.answers("PUT /v2/apps/web?force=false", 409, locked)
                .answers("PUT /v2/apps/web?force=true", 409, locked)
                .answers("DELETE /v2/queue/web/delay", 409, locked);
        var said = "troupe: App is locked by one or more deployments. It is held by deployment d0.";

        assertThat(Shell.with(node).run("app", "scale", "web", "2"))
                .isEqualTo(new Shell.Seen(4, "", said + " Wait for it, or cancel it with --force.\n"));
        assertThat(Shell.with(node).run("app", "scale", "web", "2", "--force").err())
                .isEqualTo(said + "\n");
        assertThat(Shell.with(node).run("queue", "reset", "web").err()).isEqualTo(said + "\n");
    }

    @Test
    void restartRemoveAndResetAskForTheRightThing() {
        deploys("COMPLETED")
                .answers("POST /v2/apps/web/restart", ACCEPTED)
                .answers("DELETE /v2/queue/web/delay", 204, "");
        assertThat(Shell.with(node).run("app", "restart", "/web").code()).isZero();
        assertThat(node.last("POST").line()).isEqualTo("POST /v2/apps/web/restart?force=false");
        assertThat(Shell.with(node).run("queue", "reset", "web").out())
                .isEqualTo("/web: the next launch does not wait\n");

        try (var other = new FakeNode()
                .answers("DELETE /v2/apps/web", ACCEPTED)
                .answers("GET /v2/deployments", "[]")
                .answers("GET /v1/workloads/web/history", ended("COMPLETED"))) {
            assertThat(Shell.with(other).run("app", "remove", "web").out()).isEqualTo("/web: removed\n");
        }
    }

    @Test
    void tasksAreKilledAllOrSomeAndReplacedOrNot() {
        var tasks = "{\"tasks\": [{\"id\": \"web.instance-1._app.1\"}]}";
        deploys("COMPLETED")
                .answers("DELETE /v2/apps/web/tasks?scale=false&force=false", tasks)
                .answers("GET /v2/apps/web/tasks", tasks)
                .answers("POST /v2/tasks/delete?scale=true&force=false", ACCEPTED);
        var shell = Shell.with(node);

        assertThat(shell.run("app", "kill", "web").out()).isEqualTo("web.instance-1._app.1 killed\n");
        assertThat(shell.run("app", "kill", "web", "web.instance-1", "--scale").out())
                .isEqualTo("/web: 2 of 2 running\n");
        assertThat(node.last("POST").body()).isEqualTo("{\"ids\":[\"web.instance-1\"]}");
        assertThat(shell.run("app", "kill", "web", "web.instance-9"))
                .isEqualTo(
                        new Shell.Seen(
                                3,
                                "",
                                "troupe: /web has no task web.instance-9, so nothing was killed; see: troupe task list /web\n"));
    }

    @Test
    void deploymentsAreCancelled() {
        deploys("COMPLETED")
                .answers("DELETE /v2/deployments/d1?force=false", "{\"deploymentId\": \"d2\"}")
                .answers("DELETE /v2/deployments/d1?force=true", 202, "");

        assertThat(Shell.with(node).run("deployment", "cancel", "d1", "--stop").out())
                .isEqualTo("deployment d1: stopped\n");
        assertThat(Shell.with(node).run("deployment", "cancel", "d9"))
                .isEqualTo(new Shell.Seen(
                        3,
                        "",
                        "troupe: No deployment d9 goes on. How it ended: troupe app history APP. "
                                + "Those that go on: troupe deployment list\n"));
    }

    @Test
    void aDeploymentOfSomebodyElseCanBeWaitedFor() {
        node.answers("GET /v2/deployments", GOES_ON);
        deploys("COMPLETED");

        assertThat(Shell.with(node).run("deployment", "wait", "d1").out()).isEqualTo("/web: 2 of 2 running\n");
    }

    @Test
    void theOutcomeIsADocumentToo() {
        deploys("COMPLETED").answers("PUT /v2/apps/web", ACCEPTED);

        assertThat(Shell.with(node)
                        .run("app", "scale", "web", "2", "-o", "yaml")
                        .out())
                .isEqualTo("""
                deployment: d1
                apps:
                - id: /web
                  outcome: reached
                  wanted: 2
                  running: 2
                """);
    }
}
