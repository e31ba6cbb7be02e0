package io.troupe.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
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
    void aPlanSaysStepsAndChangesNothing() throws IOException {
        node.answers("PUT /v2/groups/shop", STEPS);

        var seen = Shell.with(node).input("id: /shop\napps: []\n").run("plan", "-f", "-");

        assertThat(seen).isEqualTo(new Shell.Seen(0, """
                STEP  ACTION   APP
                1     start    /shop/db
                1     scale    /shop/cache
                2     replace  /shop/web
                3     remove   /shop/old
                """, ""));
        assertThat(node.lines()).containsExactly("PUT /v2/groups/shop?dryRun=true", "GET /v2/deployments");
    }

    @Test
    void aPlanOfAppsIsThatOfOneArray() throws IOException {
        node.answers("PUT /v2/apps", "{\"steps\": []}");

        assertThat(Shell.with(node).input("id: web\ncmd: x\n").run("plan", "-f", "-"))
                .isEqualTo(new Shell.Seen(0, "Nothing would change.\n", ""));
        assertThat(node.lines()).containsExactly("PUT /v2/apps?partialUpdate=false&dryRun=true", "GET /v2/deployments");
    }

    @Test
    void aGroupOfAFileIsAppliedAfterItWasTriedToKnowWhatToWatch() throws IOException {
        node.answers("PUT /v2/groups/shop", STEPS).answers("PUT /v2/groups/shop", ACCEPTED);

        var seen = Shell.with(node).input("{\"id\": \"shop\", \"groups\": []}").run("apply", "-f", "-", "--no-wait");

        assertThat(seen.out()).startsWith("deployment d1\n");
        assertThat(node.lines()).containsExactly("PUT /v2/groups/shop?dryRun=true", "PUT /v2/groups/shop?force=false");
        assertThat(node.last("PUT").body()).isEqualTo("{\"id\":\"/shop\",\"groups\":[]}");
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
