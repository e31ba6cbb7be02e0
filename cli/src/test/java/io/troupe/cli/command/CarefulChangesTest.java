package io.troupe.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Canaries, pauses, ways back, blue and green: what waits for a person says so, and what to say. */
class CarefulChangesTest {
    private static final String ACCEPTED = "{\"version\": \"V\", \"deploymentId\": \"d1\"}";
    private static final String GOES_ON = "[{\"id\": \"d1\", \"affectedApps\": [\"/web\"]}]";
    private static final String COMPLETED = """
            {"entries": [{"event": "rollout-ended", "who": "x", "reason": "y", "detail": {"deployment": "d1", "outcome": "COMPLETED"}}]}""";
    private static final String DONE = workload(2, 0, "null");

    private final FakeNode node = new FakeNode();

    @AfterEach
    void close() {
        node.close();
    }

    private static String workload(int current, int earlier, String rollout) {
        return """
                {"id": "/web", "deployment": "d1", "target": {"revision": 2, "instances": 2}, "delay": null, "rollout": %s,
                 "instances": [%s{"state": "KILLED", "revision": 1, "stopping": null}]}""".formatted(
                        rollout,
                        "{\"state\": \"RUNNING\", \"revision\": 2, \"stopping\": null},".repeat(current)
                                + "{\"state\": \"RUNNING\", \"revision\": 1, \"stopping\": null},".repeat(earlier));
    }

    private static String rollout(String stage, int ready, String paused) {
        return """
                {"deployment": "d1", "stage": "%s", "canaries": 1, "ready": %d, "failures": 0, "failure": null, "paused": %s}""".formatted(stage, ready, paused);
    }

    @Test
    void aChangeThatWaitsForAPersonEndsWithWhatToSay() {
        node.answers("PUT /v2/apps/web", ACCEPTED)
                .answers("GET /v2/deployments", GOES_ON)
                .answers("GET /v1/workloads/web", workload(0, 2, rollout("CANARY", 0, "null")))
                .answers("GET /v1/workloads/web", workload(1, 2, rollout("WAITING_FOR_PROMOTION", 1, "null")));

        var seen = Shell.with(node).input("{\"id\": \"/web\"}").run("apply", "-f", "-");

        assertThat(seen).isEqualTo(new Shell.Seen(8, """
                /web: 1 of 2 running, 2 of the old version; 1 canary ready, to be promoted
                """, """
                /web: 0 of 2 running, 2 of the old version
                /web: 0 of 1 canary ready
                troupe: Deployment d1 waits for you. Go on: troupe deployment promote d1. Undo it: troupe deployment cancel d1
                """));
    }

    @Test
    void aPauseAfterAFailureSaysWhy() {
        node.answers("PUT /v2/apps/web", ACCEPTED)
                .answers("GET /v2/deployments", GOES_ON)
                .answers(
                        "GET /v1/workloads/web",
                        workload(0, 2, rollout("PAUSED", 0, "\"1 instance has failed, none may\"")));

        var seen = Shell.with(node).run("app", "scale", "web", "2");

        assertThat(seen.code()).isEqualTo(8);
        assertThat(seen.out())
                .isEqualTo(
                        "/web: 0 of 2 running, 2 of the old version; paused, because 1 instance has failed, none may\n");
        assertThat(seen.err()).contains("Go on: troupe deployment resume d1.");
    }

    @Test
    void aChangeThatWasRolledBackByItselfIsAFailureWithItsReason() {
        node.answers("PUT /v2/apps/web", ACCEPTED)
                .answers("GET /v2/deployments", "[]")
                .answers("GET /v1/workloads/web", DONE)
                .answers("GET /v1/workloads/web/history", """
                        {"entries": [
                         {"event": "rollout-failed", "who": "supervisor", "reason": "r", "detail":
                           {"deployment": "d1", "action": "ROLL_BACK", "problem": "1 instance has failed, none may"}},
                         {"event": "rollout-ended", "who": "coordinator", "reason": "r", "detail":
                           {"deployment": "d1", "outcome": "SUPERSEDED"}}]}""");

        assertThat(Shell.with(node).run("app", "scale", "web", "2"))
                .isEqualTo(
                        new Shell.Seen(
                                1,
                                "",
                                "troupe: Deployment d1 failed and was rolled back. /web: 1 instance has failed, none may. Why: troupe app history /web\n"));
    }

    @Test
    void deploymentsArePausedResumedAndPromoted() {
        goesOnThenEnds();
        node.answers("POST /v1/deployments/d1/pause", "{\"workloads\": [\"/web\"]}")
                .answers("POST /v1/deployments/d1/resume", "{\"workloads\": [\"/web\"]}");

        assertThat(Shell.with(node).run("deployment", "pause", "d1").out())
                .isEqualTo("deployment d1: paused, for /web\n");
        assertThat(Shell.with(node).run("deployment", "resume", "d1").out()).isEqualTo("/web: 2 of 2 running\n");
        assertThat(node.lines()).contains("POST /v1/deployments/d1/pause", "POST /v1/deployments/d1/resume");
    }

    @Test
    void canariesArePromotedOrTakenBackByTheNameOfTheirApp() {
        goesOnThenEnds();
        node.answers("POST /v1/deployments/d1/promote?force=true", "{\"workloads\": [\"/web\"]}")
                .answers("POST /v1/deployments/d1/abort", "{\"undoneBy\": \"d1\"}");

        assertThat(Shell.with(node).run("canary", "promote", "web", "--force").out())
                .isEqualTo("/web: 2 of 2 running\n");
        assertThat(Shell.with(node)
                        .run("bluegreen", "abort", "web", "--no-wait")
                        .code())
                .isEqualTo(3);
        node.answers("GET /v1/workloads/idle", "{\"id\": \"/idle\", \"deployment\": null}");
        assertThat(Shell.with(node).run("canary", "promote", "idle"))
                .isEqualTo(new Shell.Seen(3, "", "troupe: No deployment changes /idle now\n"));
    }

    @Test
    void aWayBackIsLookedAtBeforeItIsGone() {
        goesOnThenEnds();
        node.answers("POST /v1/workloads/web/rollback?check=true", """
                        {"open": true, "to": "T1", "reasons": ["1 of 1 nodes can take an instance of it"]}""")
                .answers("POST /v1/workloads/web/rollback?force=false", "{\"deployment\": \"d1\"}");

        var seen = Shell.with(node).run("rollback", "web");

        assertThat(seen.out()).isEqualTo("/web: 2 of 2 running\n");
        assertThat(seen.err())
                .startsWith("/web: the way back to T1 is open: 1 of 1 nodes can take an instance of it\n");
        assertThat(node.last("POST").body()).isEqualTo("{\"version\":\"T1\"}");
    }

    @Test
    void aWayBackThatIsClosedIsNotGone() {
        node.answers("POST /v1/workloads/web/rollback?check=true", """
                {"open": false, "to": "T1", "reasons": ["n1: MEMORY wanted 9 GiB, found 1 GiB"]}""");
        var told = "/web: the way back to T1 is closed: n1: MEMORY wanted 9 GiB, found 1 GiB";

        assertThat(Shell.with(node).run("rollback", "web", "T1"))
                .isEqualTo(new Shell.Seen(
                        1, "", "troupe: " + told + ". Nothing was stopped. Try all the same: --force\n"));
        assertThat(Shell.with(node).run("rollback", "web", "--check")).isEqualTo(new Shell.Seen(0, told + "\n", ""));
        assertThat(node.lines()).allMatch(line -> line.endsWith("check=true"));
    }

    @Test
    void blueAndGreenAreAskedForWithTheDefinition() {
        node.answers("PUT /v2/apps/web", ACCEPTED)
                .answers("GET /v2/deployments", GOES_ON)
                .answers("GET /v1/workloads/web", workload(2, 2, rollout("WAITING_FOR_PROMOTION", 2, "null")));

        var seen = Shell.with(node).input("{\"id\": \"/web\", \"cmd\": \"x\"}").run("bluegreen", "deploy", "-f", "-");

        assertThat(seen.code()).isEqualTo(8);
        assertThat(seen.out()).contains("2 canaries ready, to be promoted");
        assertThat(node.last("PUT").line())
                .isEqualTo("PUT /v2/apps/web?force=false&partialUpdate=false&rollout=blueGreen");
        assertThat(Shell.with(node)
                        .input("- id: /a\n- id: /b\n")
                        .run("bluegreen", "deploy", "-f", "-")
                        .err())
                .startsWith("troupe: blue and green are of one app");
    }

    @Test
    void whatWaitsInLineSaysBehindWhom() {
        node.answers("PUT /v2/apps/web", ACCEPTED).answers("GET /v2/deployments", """
                        [{"id": "d1", "affectedApps": ["/web"], "waitsFor": ["queued behind deployment d0"]}]""");
        goesOnThenEnds();

        var seen = Shell.with(node).run("app", "scale", "web", "2", "--on-conflict", "queue");

        assertThat(seen.code()).isZero();
        assertThat(seen.err()).startsWith("Deployment d1 is queued behind deployment d0\n");
        assertThat(node.last("PUT").line()).isEqualTo("PUT /v2/apps/web?onConflict=queue");
        assertThat(Shell.with(node)
                        .run("app", "scale", "web", "2", "--on-conflict", "queue", "--force")
                        .code())
                .isEqualTo(2);
    }

    private void goesOnThenEnds() {
        node.answers("GET /v2/deployments", GOES_ON)
                .answers("GET /v2/deployments", "[]")
                .answers("GET /v1/workloads/web", DONE)
                .answers("GET /v1/workloads/web/history", COMPLETED);
    }
}
