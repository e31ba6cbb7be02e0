package io.troupe.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pods: the same commands as of apps, in the words of pods. */
final class PodsTest {
    private static final String POD = """
            {"id": "/shop", "version": "V2", "labels": {"tier": "web"}, "volumes": [{"name": "pages"}, {"name": "media", "host": "/mnt/media"}],
             "containers": [
               {"name": "web", "image": {"kind": "DOCKER", "id": "web:1"}, "exec": {"command": {"shell": "serve"}}, "resources": {"cpus": 0.1, "mem": 32}},
               {"name": "side", "exec": {"command": {"argv": ["write", "it"]}}, "resources": {"cpus": 0.2, "mem": 16}}],
             "scaling": {"kind": "fixed", "instances": 2}}""";
    private static final String STATUS = """
            {"id": "/shop", "spec": %s, "status": "DEGRADED", "instances": [
               {"id": "shop.instance-1", "status": "STABLE", "agentHostname": "10.0.0.5", "containers": [
                  {"name": "web", "status": "TASK_RUNNING", "statusSince": "T1", "conditions": [{"name": "healthy", "value": "true", "reason": "health-reported-by-mesos"}],
                   "endpoints": [{"name": "http", "allocatedHostPort": 31000}, {"name": "admin"}]},
                  {"name": "side", "status": "TASK_FINISHED", "statusSince": "T1", "termination": {"exitCode": 0}}]},
               {"id": "shop.instance-2", "status": "PENDING", "statusSince": "T2", "containers": []}],
             "terminationHistory": [{"instanceID": "shop.instance-0", "terminatedAt": "T0", "message": "container web ended by itself with exit code 3"}]}""".formatted(POD);

    private final FakeNode node = new FakeNode();

    @AfterEach
    void close() {
        node.close();
    }

    @Test
    void podsAreATable() {
        node.answers("GET /v2/pods/::status", "[" + STATUS + "]");
        assertThat(Shell.with(node).run("pod", "list")).isEqualTo(new Shell.Seen(0, """
                POD    STABLE  STATE     CONTAINERS  VERSION
                /shop  1/2     degraded  web, side   V2
                """, ""));
        assertThat(Shell.with(node).run("pod", "list", "prod").out()).doesNotContain("/shop");
    }

    @Test
    void aPodIsShownWithItsInstancesAndTheirContainers() {
        node.answers("GET /v2/pods/shop::status", STATUS);
        assertThat(Shell.with(node).run("pod", "show", "shop").out()).isEqualTo("""
                Pod         /shop
                Instances   2
                Labels      tier=web
                Version     V2
                Volumes     pages, media (/mnt/media)
                Container   web: web:1, serve (0.1 cpus, 32 MiB)
                Container   side: write, it (0.2 cpus, 16 MiB)
                State       degraded
                Ended last  T0 container web ended by itself with exit code 3

                INSTANCE         CONTAINER  STATE                  NODE      PORTS             SINCE
                shop.instance-1  web        running, healthy       10.0.0.5  http=31000 admin  T1
                shop.instance-1  side       finished, exit code 0  10.0.0.5  -                 T1
                shop.instance-2  -          pending                -         -                 T2
                """);
    }

    @Test
    void aFileWithContainersIsAPod(@TempDir Path folder) throws IOException {
        var file = Files.writeString(folder.resolve("shop.json"), POD);
        node.answers("PUT /v2/definitions", """
                {"version": "V", "deploymentId": "d1", "affectedApps": [], "affectedPods": ["/shop"]}""");
        var applied = Shell.with(node).run("apply", "-f", file.toString(), "--no-wait");
        assertThat(applied.out()).as(applied.err()).startsWith("deployment d1\n");
        assertThat(node.lines()).containsExactly("PUT /v2/definitions?force=false");
        assertThat(node.last("PUT").body()).startsWith("{\"pods\":[{");
    }

    @Test
    void aPodIsPlannedScaledAndRemoved(@TempDir Path folder) throws IOException {
        var file = Files.writeString(folder.resolve("shop.json"), POD);
        node.answers("PUT /v2/definitions", """
                {"changes": [{"step": 1, "pod": "/shop", "change": "create", "instances": {"from": 0, "to": 2},
                  "placements": [{"node": "node-a", "instances": 2, "ports": 0}]}]}""");
        assertThat(Shell.with(node).run("plan", "-f", file.toString()).out()).isEqualTo("""
                Step 1
                  create /shop, 2 instances
                    2 on node-a
                1 to create.
                """);

        var accepted = new FakeNode.Reply(200, POD, Map.of("Marathon-Deployment-Id", "d2"));
        node.answers("GET /v2/pods/shop", POD).answers("PUT /v2/pods/shop?force=false", accepted);
        Shell.with(node).run("pod", "scale", "shop", "5", "--no-wait");
        assertThat(node.last("PUT").body()).contains("\"scaling\":{\"kind\":\"fixed\",\"instances\":5}");

        node.answers(
                "DELETE /v2/pods/shop?force=false",
                new FakeNode.Reply(202, "", Map.of("Marathon-Deployment-Id", "d3")));
        assertThat(Shell.with(node).run("pod", "remove", "shop", "--no-wait").out())
                .startsWith("deployment d3\n");
    }

    @Test
    void versionsAndHistoryAreListed() {
        node.answers("GET /v2/pods/shop::versions", "[\"V2\", \"V1\"]");
        assertThat(Shell.with(node).run("pod", "versions", "shop").out()).isEqualTo("VERSION\nV2\nV1\n");
        node.answers("GET /v1/workloads/shop/history?limit=100", """
                {"entries": [{"at": "T", "who": "anna", "summary": "Rollout began", "reason": "POST /v2/pods"}]}""");
        assertThat(Shell.with(node).run("pod", "history", "shop").out()).contains("anna", "POST /v2/pods");
    }

    @Test
    void aGroupIsShownWithItsPods() {
        node.answers("GET /v2/groups/g", """
                {"id": "/g", "dependencies": [], "version": "V", "apps": [], "groups": [],
                 "pods": [{"id": "/g/shop", "version": "V2", "scaling": {"kind": "fixed", "instances": 2}}]}""");
        assertThat(Shell.with(node).run("group", "show", "g").out()).isEqualTo("""
                Group    /g
                Apps     0
                Pods     1
                Running  0 of 0
                Version  V

                APP      RUNNING   DEPENDS ON  VERSION
                /g/shop  pod of 2  -           V2
                """);
    }

    @Test
    void whatIsNeitherAnAppNorAPodIsSaidSo() {
        var seen = Shell.with(node).run("exec", "shop", "true");
        assertThat(seen.code()).isEqualTo(3);
        assertThat(seen.err()).isEqualTo("troupe: There is no app and no pod /shop.\n");
    }

    @Test
    void aPodIsRestartedAndItsInstancesAreKilled() {
        node.answers("POST /v2/pods/shop::restart?force=false", "{\"version\": \"V\", \"deploymentId\": \"d4\"}");
        assertThat(Shell.with(node).run("pod", "restart", "shop", "--no-wait").out())
                .startsWith("deployment d4\n");

        node.answers("GET /v2/pods/shop::status", """
                        {"id": "/shop", "instances": [{"id": "shop.instance-1"}, {"id": "shop.instance-2"}]}""")
                .answers("DELETE /v2/pods/shop::instances", "[{\"instanceId\": \"shop.instance-2\"}]");
        assertThat(Shell.with(node).run("pod", "kill", "shop", "shop.instance-2.web.1"))
                .isEqualTo(new Shell.Seen(0, "shop.instance-2 killed\n", ""));
        assertThat(node.last("DELETE").body()).isEqualTo("[\"shop.instance-2\"]");
        Shell.with(node).run("pod", "kill", "shop");
        assertThat(node.last("DELETE").body()).isEqualTo("[\"shop.instance-1\",\"shop.instance-2\"]");
        assertThat(Shell.with(node)
                        .run("pod", "kill", "shop", "shop.instance-9")
                        .err())
                .isEqualTo(
                        "troupe: /shop has no instance shop.instance-9, so nothing was killed; see: troupe pod show /shop\n");
    }

    @Test
    void itsContainersAreAmongTheTasks() {
        var status = """
                {"id": "/shop", "instances": [{"id": "shop.instance-1", "agentHostname": "10.0.0.5", "containers": [
                  {"name": "web", "status": "TASK_RUNNING", "statusSince": "T1", "endpoints": [{"name": "http", "allocatedHostPort": 31000}]},
                  {"name": "side", "status": "TASK_RUNNING", "statusSince": "T2"}]}]}""";
        node.answers("GET /v2/tasks", """
                        {"tasks": [{"id": "app.instance-1._app.1", "appId": "/app", "state": "TASK_RUNNING", "host": "10.0.0.5", "ports": [31001], "startedAt": "T0"}]}""")
                .answers("GET /v2/pods/::status", "[" + status + "]")
                .answers("GET /v2/pods/shop", POD)
                .answers("GET /v2/pods/shop::status", status);
        var pod = """
                shop.instance-1.web.1   /shop  running  10.0.0.5  http=31000  T1
                shop.instance-1.side.1  /shop  running  10.0.0.5  -           T2
                """;

        assertThat(Shell.with(node).run("task", "list").out()).isEqualTo("""
                TASK                    APP    STATE    HOST      PORTS       STARTED
                app.instance-1._app.1   /app   running  10.0.0.5  31001       T0
                """ + pod);
        assertThat(Shell.with(node).run("task", "list", "shop").out()).isEqualTo("""
                TASK                    APP    STATE    HOST      PORTS       STARTED
                """ + pod);
    }
}
