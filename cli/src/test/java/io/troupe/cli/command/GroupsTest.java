package io.troupe.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Groups, and plans of what a change would do. */
final class GroupsTest {
    private static final String ACCEPTED = "{\"version\": \"V\", \"deploymentId\": \"d1\"}";
    private static final String SHOP = """
            {"id": "/shop", "dependencies": ["/store"], "version": "2026-11-23T11:30:00.000Z",
             "apps": [{"id": "/shop/web", "instances": 2, "tasksRunning": 1, "dependencies": ["/shop/back/api"],
                       "version": "2026-11-23T11:30:00.000Z", "deployments": [{"id": "d1"}]}],
             "groups": [{"id": "/shop/back", "dependencies": [], "version": "2026-11-23T11:29:00.000Z",
                         "apps": [{"id": "/shop/back/api", "instances": 1, "tasksRunning": 1, "dependencies": [],
                                   "version": "2026-11-23T11:29:00.000Z", "deployments": []}], "groups": []}]}""";
    private static final String STEPS = """
            {"steps": [{"actions": [{"action": "StartApplication", "app": "/shop/db"},
                                    {"action": "ScaleApplication", "app": "/shop/cache"}]},
                       {"actions": [{"action": "RestartApplication", "app": "/shop/web"}]},
                       {"actions": [{"action": "StopApplication", "app": "/shop/old"}]}]}""";

    private final FakeNode node = new FakeNode();

    @AfterEach
    void close() {
        node.close();
    }

    @Test
    void groupsAreATableWithAllBelowThemAddedUp() {
        node.answers("GET /v2/groups", "{\"id\": \"/\", \"apps\": [], \"groups\": [" + SHOP + "]}");

        assertThat(Shell.with(node).run("group", "list")).isEqualTo(new Shell.Seen(0, """
                GROUP       APPS  RUNNING  STATE      DEPENDS ON  VERSION
                /shop       2     2/3      deploying  /store      2026-11-23T11:30:00.000Z
                /shop/back  1     1/1      running    -           2026-11-23T11:29:00.000Z
                """, ""));
    }

    @Test
    void aGroupIsShownWithItsApps() {
        node.answers("GET /v2/groups/shop", SHOP);

        assertThat(Shell.with(node).run("group", "show", "shop").out()).isEqualTo("""
                Group       /shop
                Apps        2
                Running     2 of 3
                State       deploying
                Depends on  /store
                Version     2026-11-23T11:30:00.000Z

                APP             RUNNING  DEPENDS ON      VERSION
                /shop/web       1/2      /shop/back/api  2026-11-23T11:30:00.000Z
                /shop/back/api  1/1      -               2026-11-23T11:29:00.000Z
                """);
    }

    @Test
    void aPlanSaysStepsDifferencesAndPlacesAndChangesNothing() {
        node.answers("PUT /v2/definitions", """
                {"steps": [], "foreseenAt": "T", "changes": [
                  {"step": 1, "app": "/shop/db", "change": "create", "instances": {"from": 0, "to": 6}, "fields": [],
                   "placements": [{"node": "node-a", "instances": 3, "ports": 3}, {"node": "node-b", "instances": 2, "ports": 2}],
                   "waiting": 1, "reasons": [{"reason": "InsufficientMemory", "nodes": 2, "example": "wanted 1024 MiB, found 512 MiB free of 2048 MiB"}],
                   "waitsFor": ["a place for 1 instance"]},
                  {"step": 1, "app": "/shop/cache", "change": "scale", "instances": {"from": 1, "to": 2}, "fields": [],
                   "placements": [{"node": "node-a", "instances": 1, "ports": 0}], "waiting": 0, "reasons": [], "waitsFor": []},
                  {"step": 2, "pod": "/shop/web", "change": "change", "instances": {"from": 2, "to": 2},
                   "fields": [{"field": "/cpus", "from": 0.1, "to": 0.2}, {"field": "/env/A", "from": "1"}, {"field": "/env/B", "to": "2"}],
                   "placements": [], "waiting": 2, "reasons": [], "waitsFor": ["/shop/db to be ready", "its health check"]},
                  {"step": 3, "app": "/shop/old", "change": "stop", "instances": {"from": 1, "to": 0}, "fields": [],
                   "placements": [], "waiting": 0, "reasons": [], "waitsFor": ["the end of step 2"]}]}""");

        var seen = Shell.with(node).input("id: /shop\napps: []\n").run("plan", "-f", "-");

        assertThat(seen).isEqualTo(new Shell.Seen(0, """
                Step 1
                  create /shop/db, 6 instances
                    3 on node-a (3 ports), 2 on node-b (2 ports), 1 waits: too little memory on 2 nodes (wanted 1024 MiB, found 512 MiB free of 2048 MiB)
                    waits for a place for 1 instance
                  scale /shop/cache, 1 -> 2 instances
                    1 on node-a
                Step 2
                  change /shop/web, 2 instances
                    /cpus: 0.1 -> 0.2
                    /env/A: "1" removed
                    /env/B: "2" added
                    2 wait: the broker has only just begun, and does not say why yet
                    waits for /shop/db to be ready; its health check
                Step 3
                  stop /shop/old, 1 -> 0 instances
                    waits for the end of step 2
                1 to create, 1 to change, 1 to scale, 1 to stop.
                """, ""));
        assertThat(node.lines()).containsExactly("PUT /v2/definitions?dryRun=true");
    }

    @Test
    void aPlanThatNobodyForeseesSaysSo() {
        node.answers("PUT /v2/definitions", """
                {"steps": [], "unforeseen": "No broker answered.", "changes": [
                  {"step": 1, "app": "/web", "change": "create", "instances": {"from": 0, "to": 1}, "fields": [], "waitsFor": []}]}""");

        assertThat(Shell.with(node)
                        .input("id: web\ncmd: x\n")
                        .run("plan", "-f", "-")
                        .out())
                .isEqualTo("""
                Step 1
                  create /web, 1 instance
                No broker answered.
                1 to create.
                """);
    }

    @Test
    void aPlanOfWhatIsThereAlreadySaysSo() {
        node.answers("PUT /v2/definitions", "{\"steps\": [], \"changes\": []}");

        assertThat(Shell.with(node).input("id: web\ncmd: x\n").run("plan", "-f", "-"))
                .isEqualTo(new Shell.Seen(0, "Nothing would change.\n", ""));
    }

    @Test
    void aGroupOfAFileIsAppliedAndWhatChangesInItIsWatched() {
        node.answers("PUT /v2/definitions", """
                {"version": "V", "deploymentId": "d1", "affectedApps": ["/shop/web"], "affectedPods": []}""");

        var seen = Shell.with(node).input("{\"id\": \"shop\", \"groups\": []}").run("apply", "-f", "-", "--no-wait");

        assertThat(seen.out()).startsWith("deployment d1\n");
        assertThat(node.lines()).containsExactly("PUT /v2/definitions?force=false");
        assertThat(node.last("PUT").body()).isEqualTo("{\"groups\":[{\"id\":\"/shop\",\"groups\":[]}]}");
    }

    @Test
    void whatStaysAsItIsIsSaid() {
        node.answers("PUT /v2/definitions", """
                {"version": "V", "deploymentId": "d1", "affectedApps": [], "affectedPods": []}""");

        assertThat(Shell.with(node)
                        .input("[{\"id\": \"shop\", \"groups\": []}, {\"id\": \"web\"}]")
                        .run("apply", "-f", "-"))
                .isEqualTo(new Shell.Seen(0, "/web: unchanged\n/shop: no app changes\n", ""));
    }

    @Test
    void aGroupIsScaledRolledBackAndRemoved() {
        node.answers("PUT /v2/groups/shop", "{\"steps\": []}").answers("PUT /v2/groups/shop", ACCEPTED);
        assertThat(Shell.with(node).run("group", "scale", "shop", "1.5"))
                .isEqualTo(new Shell.Seen(0, "/shop: no app changes\n", ""));
        assertThat(node.last("PUT").body()).isEqualTo("{\"scaleBy\":1.5}");

        node.answers("PUT /v2/groups/shop", STEPS).answers("PUT /v2/groups/shop", ACCEPTED);
        Shell.with(node).run("group", "rollback", "shop", "2026-11-23T11:30:00.000Z", "--no-wait");
        assertThat(node.last("PUT").body()).isEqualTo("{\"version\":\"2026-11-23T11:30:00.000Z\"}");

        node.answers("DELETE /v2/groups/shop", STEPS).answers("DELETE /v2/groups/shop", ACCEPTED);
        assertThat(Shell.with(node).run("group", "remove", "shop", "--no-wait").code())
                .isEqualTo(0);
        assertThat(node.last("DELETE").line()).isEqualTo("DELETE /v2/groups/shop?force=false");
    }

    @Test
    void aFactorThatIsNoneChangesNothing() {
        assertThat(Shell.with(node).run("group", "scale", "shop", "much").err())
                .contains("FACTOR must be a number, not 'much'");
        assertThat(Shell.with(node).run("group", "scale", "shop", "NaN").err()).contains("FACTOR must be 0 or more");
        assertThat(node.lines()).isEmpty();
    }

    @Test
    void versionsAreListed() {
        node.answers("GET /v2/groups/shop/versions", "[\"2026-11-23T11:30:00.000Z\", \"2026-11-23T11:29:00.000Z\"]");

        assertThat(Shell.with(node).run("group", "versions", "shop").out())
                .isEqualTo("VERSION\n2026-11-23T11:30:00.000Z\n2026-11-23T11:29:00.000Z\n");
    }
}
