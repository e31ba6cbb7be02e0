package io.troupe.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commands that change apps, and how they wait. */
final class ChangingTest {
    private static final String ACCEPTED = "{\"version\": \"V\", \"deploymentId\": \"d1\"}";
    private static final String SEVERAL =
            "{\"version\": \"V\", \"deploymentId\": \"d1\", \"affectedApps\": [\"/a\"], \"affectedPods\": []}";
    private static final String GOES_ON = "[{\"id\": \"d1\", \"affectedApps\": [\"/web\"]}]";

    private final FakeNode node = new FakeNode();

    @TempDir
    private Path directory;

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
    void filesDirectoriesAndDocumentsAreOneDeployment() throws IOException {
        Files.writeString(directory.resolve("b.yaml"), "id: /b\n---\n- id: c\n- id: /d/e\n");
        Files.writeString(directory.resolve("a.json"), "{\"apps\": [{\"id\": \"/a\"}]}");
        Files.writeString(directory.resolve("notes.txt"), "no app");
        node.answers("PUT /v2/definitions", SEVERAL);

        var seen = Shell.with(node)
                .input("{\"id\": \"/z\"}")
                .run("apply", "-f", directory.toString(), "-f", "-", "--no-wait");

        assertThat(seen.out()).isEqualTo("deployment d1\nWatch it: troupe deployment wait d1\n");
        assertThat(node.last("PUT").line()).isEqualTo("PUT /v2/definitions?force=false");
        assertThat(node.last("PUT").body())
                .isEqualTo(
                        "{\"apps\":[{\"id\":\"/a\"},{\"id\":\"/b\"},{\"id\":\"/c\"},{\"id\":\"/d/e\"},{\"id\":\"/z\"}]}");
    }

    @Test
    void wrongFilesChangeNothing() {
        var shell = Shell.with(node);
        assertThat(shell.run("apply")).isEqualTo(usage("--file is missing"));
        assertThat(shell.input("id: [").run("apply", "-f", "-").err())
                .startsWith("troupe: standard input cannot be read: ")
                .contains("line 1");
        assertThat(shell.input("{\"id\": \"/a\" \"cmd\"}").run("apply", "-f", "-"))
                .isEqualTo(usage(
                        "standard input cannot be read: Unexpected character ('\"' (code 34)): was expecting comma to separate"
                                + " Object entries, line 1, column 13"));
        assertThat(shell.input("{\"id\": \"/a\"").run("apply", "-f", "-"))
                .isEqualTo(
                        usage("standard input cannot be read: Unexpected end-of-input: expected close marker for Object"
                                + " (start marker at line 1, column 1), line 1, column 12"));
        assertThat(shell.input("cmd: x").run("apply", "-f", "-"))
                .isEqualTo(usage("an app in standard input has no id"));
        assertThat(shell.input("just words").run("apply", "-f", "-"))
                .isEqualTo(usage("standard input holds something that is no app: an app is an object with an id"));
        assertThat(shell.input("").run("apply", "-f", "-")).isEqualTo(usage("there is no app in -"));
        assertThat(shell.input("- id: a\n- id: /a\n").run("apply", "-f", "-"))
                .isEqualTo(usage("/a is defined twice: in standard input and in standard input"));
        assertThat(shell.run("apply", "-f", "http://x/y").err()).contains("curl -fsS http://x/y | troupe apply -f -");
        assertThat(shell.run("apply", "-f", directory.resolve("none.json").toString())
                        .err())
                .isEqualTo("troupe: there is no file " + directory.resolve("none.json") + "\n");
        assertThat(node.lines()).isEmpty();
    }

    private static Shell.Seen usage(String message) {
        return new Shell.Seen(2, "", "troupe: " + message + ". See: troupe apply --help\n");
    }

    @Test
    void appsPodsAndGroupsOfSeveralFilesAreOneDeployment() throws IOException {
        Files.writeString(directory.resolve("app.yaml"), "id: /web\ncmd: x\n");
        Files.writeString(directory.resolve("group.json"), "{\"id\": \"/shop\", \"apps\": []}");
        Files.writeString(directory.resolve("pod.json"), "{\"id\": \"/side\", \"containers\": []}");
        node.answers("PUT /v2/definitions", SEVERAL);

        assertThat(Shell.with(node)
                        .run(
                                "apply",
                                "-f",
                                directory.resolve("app.yaml").toString(),
                                "-f",
                                directory.resolve("group.json").toString(),
                                "-f",
                                directory.resolve("pod.json").toString(),
                                "--on-conflict",
                                "queue",
                                "--no-wait")
                        .code())
                .isZero();
        assertThat(node.lines()).containsExactly("PUT /v2/definitions?onConflict=queue");
        assertThat(node.last("PUT").body())
                .isEqualTo(
                        "{\"apps\":[{\"id\":\"/web\",\"cmd\":\"x\"}],"
                                + "\"pods\":[{\"id\":\"/side\",\"containers\":[]}],\"groups\":[{\"id\":\"/shop\",\"apps\":[]}]}");
    }

    @Test
    void aRefusalNamesTheFile() throws IOException {
        Files.writeString(directory.resolve("a.yaml"), "id: /a\n");
        Files.writeString(directory.resolve("g.yaml"), "id: /g\napps: []\n");
        node.answers("PUT /v2/definitions", 422, """
                {"message": "Object is not valid", "details": [{"path": "/apps(0)/mem", "errors": ["is less than 0"]},
                 {"path": "/groups(0)/apps(1)/cpus", "errors": ["is less than 0.001"]}]}""");

        assertThat(Shell.with(node).run("apply", "-f", directory.toString()).err())
                .isEqualTo("""
                troupe: Object is not valid.
                  /a in %1$s/a.yaml: /mem is less than 0
                  /g in %1$s/g.yaml: /apps(1)/cpus is less than 0.001
                """.formatted(directory));
    }

    @Test
    void refusedFieldsAreNamedWithTheirApps() {
        node.answers("PUT /v2/definitions", 422, """
                {"message": "Object is not valid", "details": [{"path": "/apps(1)/mem", "errors": ["is less than 0"]},
                 {"path": "/apps(0)/cpus", "errors": ["is less than 0.001"]}, {"path": "/apps(0)/", "errors": ["AppDefinition must contain one of 'cmd', 'args', or a 'container' with an image"]}]}""");

        assertThat(Shell.with(node)
                        .input("[{\"id\": \"/a\"}, {\"id\": \"/b\"}]")
                        .run("apply", "-f", "-"))
                .isEqualTo(new Shell.Seen(1, "", """
                        troupe: Object is not valid.
                          /b: /mem is less than 0
                          /a: /cpus is less than 0.001
                          /a: AppDefinition must contain one of 'cmd', 'args', or a 'container' with an image
                        """));
    }

    @Test
    void fieldsThatTheServerLeftOutAreNamedOnStandardError() {
        node.answers(
                        "PUT /v2/definitions",
                        new FakeNode.Reply(
                                200,
                                SEVERAL,
                                Map.of("Troupe-Unknown-Fields", "/apps(1)/instnaces, /apps(0)/upgradeStrategy/a%0Ab")))
                .answers(
                        "PUT /v2/apps/web",
                        new FakeNode.Reply(200, ACCEPTED, Map.of("Troupe-Unknown-Fields", "/instnaces")));

        assertThat(Shell.with(node)
                        .input("[{\"id\": \"/a\"}, {\"id\": \"/b\"}]")
                        .run("apply", "-f", "-", "--no-wait")
                        .err())
                .isEqualTo(
                        "troupe: Left out, for the server knows no such field: /b: /instnaces, /a: /upgradeStrategy/a%0Ab.\n");
        assertThat(Shell.with(node)
                        .input("{\"id\": \"/web\"}")
                        .run("apply", "-f", "-", "--no-wait")
                        .err())
                .isEqualTo("troupe: Left out, for the server knows no such field: /instnaces.\n");
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
