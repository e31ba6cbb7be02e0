package io.troupe.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Commands that only show something. */
final class ReadingTest {
    private static final String APPS = """
            {"apps": [
              {"id": "/prod/web", "instances": 2, "tasksRunning": 2, "cpus": 0.5, "mem": 64, "version": "2026-11-23T11:30:00.000Z",
               "container": {"docker": {"image": "busybox:1.37"}}, "deployments": []},
              {"id": "/loop", "instances": 3, "tasksRunning": 1, "cpus": 1, "mem": 32, "version": "2026-11-23T11:31:00.000Z",
               "cmd": "while true\\ndo sleep 1\\ndone", "deployments": [{"id": "d1"}]}]}""";

    private final FakeNode node = new FakeNode();

    @AfterEach
    void close() {
        node.close();
    }

    @Test
    void appsAreATable() {
        node.answers("GET /v2/apps", APPS);

        assertThat(Shell.with(node).run("app", "list")).isEqualTo(new Shell.Seen(0, """
                APP        RUNNING  STATE      CPUS  MIB  VERSION                   RUNS
                /prod/web  2/2      running    0.5   64   2026-11-23T11:30:00.000Z  busybox:1.37
                /loop      1/3      deploying  1     32   2026-11-23T11:31:00.000Z  while true; do sleep 1; done
                """, ""));
    }

    @Test
    void theStateOfAnAppIsTheFirstThatOneShouldKnow() {
        node.answers("GET /v2/apps", """
                {"apps": [{"id": "/a", "instances": 0, "tasksRunning": 0}, {"id": "/b", "instances": 2, "tasksRunning": 2, "tasksUnhealthy": 1},
                 {"id": "/c", "instances": 2, "tasksRunning": 1}, {"id": "/d", "instances": 1, "tasksRunning": 1}]}""");

        assertThat(Shell.with(node).run("app", "list").out().lines().skip(1).map(line -> line.split(" +")[2]))
                .containsExactly("stopped", "unhealthy", "incomplete", "running");
    }

    @Test
    void appsBelowAGroupAndByLabel() {
        node.answers("GET /v2/apps?label=team%3D%3Dweb", APPS);

        assertThat(Shell.with(node)
                        .run("app", "list", "prod", "-l", "team==web")
                        .out())
                .contains("/prod/web")
                .doesNotContain("/loop");
    }

    @Test
    void anyDocumentIsShownAsJsonOrYaml() {
        node.answers("GET /v2/apps", "{\"apps\": [{\"id\": \"/a\", \"labels\": {\"v\": \"1\"}}]}");

        assertThat(Shell.with(node).run("app", "list", "-o", "json").out()).isEqualTo("""
                {
                  "apps": [
                    {
                      "id": "/a",
                      "labels": {
                        "v": "1"
                      }
                    }
                  ]
                }
                """);
        assertThat(Shell.with(node).run("-o", "yaml", "app", "list").out()).isEqualTo("""
                apps:
                - id: /a
                  labels:
                    v: "1"
                """);
    }

    @Test
    void coloursAndCutLinesAreForTerminals() {
        node.answers("GET /v2/apps", APPS);

        var narrow = Shell.with(node).atTerminal().resize(60, 20);
        assertThat(narrow.run("app", "list").out())
                .startsWith("\u001b[1mAPP")
                .contains("/prod/web  2/2      running    0.5   64   2026-11-23T11:30:…\n");
        assertThat(narrow.run("app", "list", "--no-color").out()).startsWith("APP");
        assertThat(narrow.variable("NO_COLOR", "1").run("app", "list").out()).startsWith("APP");
    }

    @Test
    void anAppIsShownAsItIsAsItWasAndAsAVersion() {
        node.answers("GET /v2/apps/prod/web", """
                        {"app": {"id": "/prod/web", "instances": 2, "tasksRunning": 1, "cpus": 0.5, "mem": 64, "disk": 0,
                         "cmd": "sleep 9", "env": {"A": "b"}, "constraints": [["rack", "LIKE", "a"]], "deployments": [{"id": "d1"}],
                         "lastTaskFailure": {"timestamp": "T1", "message": "exited with status 7"},
                         "tasks": [{"id": "web.instance-1._app.1", "appId": "/prod/web", "state": "TASK_RUNNING", "host": "n1",
                           "ports": [31000, 31001], "startedAt": "T2"}]}}""")
                .answers(
                        "GET /v2/apps/prod/web?at=2026-11-23T11%3A30%3A00Z",
                        "{\"app\": {\"id\": \"/prod/web\", \"instances\": 7, \"tasksRunning\": 7}}")
                .answers("GET /v2/apps/prod/web/versions/V1", "{\"id\": \"/prod/web\", \"instances\": 5}");

        var shell = Shell.with(node);
        assertThat(shell.run("app", "show", "/prod/web").out()).isEqualTo("""
                App           /prod/web
                Instances     1 of 2 running
                Command       sleep 9
                Each needs    0.5 cpus, 64 MiB memory, 0 MiB disk
                Environment   A=b
                Constraints   rack LIKE a
                Deployment    d1 goes on
                Last failure  T1 exited with status 7

                TASK                   APP        STATE    HOST  PORTS        STARTED
                web.instance-1._app.1  /prod/web  running  n1    31000,31001  T2
                """);
        assertThat(shell.run("app", "show", "prod/web", "--at", "2026-11-23T11:30:00Z")
                        .out())
                .contains("7 of 7 running");
        assertThat(shell.run("app", "show", "prod/web", "--version", "V1").out())
                .contains("Instances   5\n");
    }

    @Test
    void historyTellsWhoDidWhatAndWhy() {
        node.answers("GET /v1/workloads/web/history?limit=100", """
                {"entries": [{"at": "T1", "who": "anna@10.0.0.1", "summary": "Asked to scale to 3 instances", "reason": "PUT /v2/apps/web",
                 "event": "change-prepared"}]}""");

        assertThat(Shell.with(node).run("app", "history", "web").out()).isEqualTo("""
                AT  WHO            WHAT                           WHY
                T1  anna@10.0.0.1  Asked to scale to 3 instances  PUT /v2/apps/web
                """);
    }

    @Test
    void versionsTasksQueueNodesSettingsAndDeploymentsAreTables() {
        node.answers("GET /v2/apps/web/versions", "{\"versions\": [\"T2\", \"T1\"]}")
                .answers(
                        "GET /v2/tasks",
                        "{\"tasks\": [{\"id\": \"t\", \"appId\": \"/web\", \"state\": \"TASK_STAGING\", \"host\": \"n1\", \"ports\": []}]}")
                .answers("GET /v2/apps/web/tasks", "{\"tasks\": []}")
                .answers("GET /v2/queue", """
                        {"queue": [
                          {"app": {"id": "/big"}, "count": 2, "since": "T1", "delay": {"timeLeftSeconds": 0}, "processedOffersSummary":
                            {"rejectSummaryLastOffers": [{"reason": "InsufficientCpus", "declined": 3}, {"reason": "UnfulfilledRole", "declined": 0}]}},
                          {"app": {"id": "/crash"}, "count": 1, "since": "T2", "delay": {"timeLeftSeconds": 8}}]}""")
                .answers("GET /v1/nodes", """
                        {"nodes": [{"id": "n1", "host": "10.0.0.5", "cpus": {"total": 8.0, "used": 1.5}, "memoryMib": {"total": 16000, "used": 512},
                          "gpus": {"total": 2, "used": 1}, "resources": {"licence": {"total": 5, "used": 3}}, "instances": ["a", "b"], "engines": [{"name": "docker", "version": "29.1", "available": false}], "version": "0.1.0"}]}""")
                .answers("GET /v1/nodes/n1", """
                        {"id": "n1", "host": "10.0.0.5", "region": null, "zone": "z1", "roles": ["*"], "attributes": {"rack": "a"},
                         "cpus": {"total": 8, "used": 1}, "memoryMib": {"total": 9, "used": 2}, "diskMib": {"total": 9, "used": 0},
                         "ports": [{"first": 1, "last": 2}], "engines": [], "instances": ["a"], "lastSeen": "T"}""")
                .answers("GET /v1/settings", "{\"http-port\": \"8080\", \"region\": \"\"}")
                .answers("GET /v2/deployments", """
                        [{"id": "d1", "version": "T1", "currentStep": 1, "totalSteps": 1, "affectedApps": ["/a", "/b"],
                          "steps": [{"actions": [{"action": "StartApplication", "app": "/a"}, {"action": "StopApplication", "app": "/b"}]}],
                          "currentActions": [{"action": "StartApplication", "app": "/a"}]}]""")
                .answers("GET /v2/info", "{\"version\": \"9.9\"}");
        var shell = Shell.with(node);

        assertThat(shell.run("app", "versions", "web").out()).isEqualTo("VERSION\nT2\nT1\n");
        assertThat(shell.run("task", "list").out())
                .isEqualTo("TASK  APP   STATE    HOST  PORTS  STARTED\nt     /web  staging  n1    -      -\n");
        assertThat(shell.run("task", "list", "web").out()).isEqualTo("TASK  APP  STATE  HOST  PORTS  STARTED\n");
        assertThat(shell.run("queue").out()).isEqualTo("""
                APP     WAITING  BACK-OFF  SINCE  WHY
                /big    2        -         T1     InsufficientCpus: 3 nodes
                /crash  1        8 s       T2     instances ended too soon
                """);
        assertThat(shell.run("node", "list").out()).isEqualTo("""
                NODE  HOST      CPUS     MIB        OTHER                  INSTANCES  ENGINES             VERSION
                n1    10.0.0.5  1.5/8.0  512/16000  gpus 1/2, licence 3/5  2          docker 29.1 (away)  0.1.0
                """);
        assertThat(shell.run("node", "show", "n1").out())
                .contains("Region, zone  z1\n", "Attributes    rack=a\n", "Instance      a\n");
        assertThat(shell.run("settings").out()).isEqualTo("SETTING    VALUE\nhttp-port  8080\nregion     -\n");
        assertThat(shell.run("deployment", "list").out())
                .isEqualTo("DEPLOYMENT  STEP  SINCE  APPS    WAITS FOR\nd1          1/1   T1     /a, /b  -\n");
        assertThat(shell.run("deployment", "show", "d1").out()).endsWith("""
                STEP  ACTION            APP  STATE
                1     StartApplication  /a   goes on
                1     StopApplication   /b   done
                """);
        assertThat(shell.run("version").out()).contains("server  9.9", node.url());
        assertThat(shell.run("--version").out()).contains("client").doesNotContain("server");
    }

    @Test
    void eventsAreALineEachUntilTheStreamEnds() {
        node.answers("GET /v2/events?event_type=status_update_event", """
                event: status_update_event
                data: {"eventType": "status_update_event", "timestamp": "T1", "appId": "/web", "taskId": "t1", "message": ""}

                """);

        var seen = Shell.with(node).run("events", "-f", "--type", "status_update_event");

        assertThat(seen)
                .isEqualTo(new Shell.Seen(
                        5,
                        "-  T1  status_update_event  appId=/web  taskId=t1\n",
                        "troupe: The server ended the events.\n"));
        assertThat(Shell.with(node).run("events").code()).isEqualTo(2);
    }

    @Test
    void eventsGoOnWhereTheyBrokeOff() {
        node.answers("GET /v2/events", """
                        id: 7.0
                        event: a
                        data: {"eventType": "a", "timestamp": "T1"}

                        id: 8.0
                        """)
                .answers("GET /v2/events", """
                        event: event_stream_attached
                        data: {"eventType": "event_stream_attached", "timestamp": "T2"}

                        id: 8.0
                        event: b
                        data: {"eventType": "b", "timestamp": "T3"}

                        """)
                .answers("GET /v2/events", 400, "{\"message\": \"enough\"}");

        var seen = Shell.with(node).run("events", "-f", "--after", "6.3");

        assertThat(seen.out()).isEqualTo("7.0  T1  a\n-  T2  event_stream_attached\n8.0  T3  b\n");
        assertThat(seen.err()).contains("broke off after 7.0", "broke off after 8.0", "enough");
        assertThat(node.asked("GET").stream().map(asked -> asked.headers().get("Last-Event-ID")))
                .containsExactly("6.3", "7.0", "8.0");
    }

    @Test
    void asJsonAnEventHasTheIdToGoOnAfterBesideItsOwn() {
        node.answers("GET /v2/events", """
                event: deployment_success
                id: 9.1
                data: {"eventType": "deployment_success", "id": "d1"}

                """).answers("GET /v2/events", 400, "{\"message\": \"enough\"}");

        assertThat(Shell.with(node).run("events", "-f", "-o", "json").out())
                .isEqualTo("{\"eventType\":\"deployment_success\",\"id\":\"d1\",\"eventId\":\"9.1\"}\n");
    }

    @Test
    void explainNamesNodesBackOffDeploymentAndFailures() {
        node.answers("GET /v1/workloads/prod/big/explain", """
                        {"workload": "/prod/big", "at": "2026-11-23T11:30:00.000Z", "waiting": 2, "delay": null, "nodes": [
                          {"node": "n1", "host": "10.0.0.5", "refusals": [{"reason": "MEMORY", "wanted": "1024 MiB", "found": "512 MiB free"},
                            {"reason": "HOST_PORT", "wanted": "80", "found": "taken by /web"}]},
                          {"node": "n2", "host": "10.0.0.6", "refusals": [{"reason": "ATTRIBUTE", "wanted": "rack is a", "found": "rack is b"}]}]}""")
                .answers("GET /v1/workloads/prod/big", """
                        {"id": "/prod/big", "target": {"revision": 1, "instances": 3}, "deployment": "d1", "instances": [
                          {"state": "RUNNING", "revision": 1, "stopping": null}, {"state": "PLANNED", "revision": 1, "stopping": null},
                          {"state": "PLANNED", "revision": 1, "stopping": null}]}""")
                .answers("GET /v1/workloads/prod/big/history", """
                        {"entries": [{"detail": {"node": "n1", "reports": [
                          {"instance": "i1", "state": "FAILED", "at": "T1", "ending": {"exitCode": 137, "outOfMemory": true}, "message": "killed"},
                          {"instance": "i2", "state": "RUNNING", "at": "T1"}]}}]}""");

        assertThat(Shell.with(node).run("explain", "prod/big").out()).isEqualTo("""
                /prod/big: 1 of 3 running, 2 waiting for a place

                Deployment d1 goes on and holds the app. Watch it: troupe deployment wait d1

                2 instances wait for a place. None of 2 nodes can take one:
                NODE  HOST      RULE       AN INSTANCE WANTS  THE NODE HAS
                n1    10.0.0.5  memory     1024 MiB           512 MiB free
                n1    10.0.0.5  host port  80                 taken by /web
                n2    10.0.0.6  attribute  rack is a          rack is b

                Last failures (output: troupe logs TASK):
                AT  TASK  NODE  EXIT CODE  MESSAGE
                T1  i1    n1    137        out of memory, killed
                """);
    }

    @Test
    void explainTellsOfInstancesWhoseNodeIsAway() {
        node.answers("GET /v1/workloads/web/explain", """
                        {"at": "2026-11-23T11:30:00.000Z", "waiting": 0, "nodes": [], "delay": null,
                         "unreachable": [{"instance": "web.instance-1", "message": "its node n2 is away since T1; it is replaced at T2"}]}""").answers("GET /v1/workloads/web", """
                        {"target": {"revision": 1, "instances": 1}, "deployment": null, "instances": [
                          {"state": "RUNNING", "ready": false, "revision": 1, "stopping": null, "unreachable": {"since": "T1"}}]}""");

        assertThat(Shell.with(node).run("explain", "web").out()).isEqualTo("""
                /web: 0 of 1 running, 1 unreachable

                Unreachable: web.instance-1: its node n2 is away since T1; it is replaced at T2.
                """);
    }

    @Test
    void explainTellsHowLongTheBackOffStillIs() {
        node.answers("GET /v1/workloads/crash/explain", """
                        {"at": "2026-11-23T11:30:00.000Z", "waiting": 1, "nodes": [],
                         "delay": {"until": "2026-11-23T11:30:12.500Z", "seconds": 60}}""")
                .answers(
                        "GET /v1/workloads/crash",
                        "{\"target\": {\"revision\": 1, \"instances\": 1}, \"deployment\": null, \"instances\": []}");

        assertThat(Shell.with(node).run("explain", "crash").out()).isEqualTo("""
                /crash: 0 of 1 running

                Back-off: instances ended too soon, so the next launch waits 12 s more, until 2026-11-23T11:30:12.500Z. End it: troupe queue reset /crash
                """);
    }
}
