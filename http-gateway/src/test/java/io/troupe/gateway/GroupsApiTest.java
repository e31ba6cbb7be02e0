package io.troupe.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.troupe.protocol.problem.Problem;
import io.troupe.protocol.problem.ProblemCode;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class GroupsApiTest {
    private final RunningGateway gateway = new RunningGateway();

    @AfterEach
    void stop() {
        gateway.close();
    }

    @Test
    void anEmptyClusterHasTheRootGroup() {
        var root = gateway.get("/v2/groups").json();
        assertThat(root.get("id").asText()).isEqualTo("/");
        assertThat(root.get("apps")).isEmpty();
        assertThat(root.get("groups")).isEmpty();
        assertThat(root.get("pods")).isEmpty();
        assertThat(root.get("dependencies")).isEmpty();
    }

    @Test
    void aTreeIsCreatedInOneDeploymentInOrder() {
        Shop.createStore(gateway);
        var answer = gateway.send("POST", "/v2/groups", Shop.SHOP);

        assertThat(answer.status()).as(answer.text()).isEqualTo(201);
        assertThat(answer.header("Location")).isEqualTo("/v2/groups/shop");
        assertThat(answer.header("Marathon-Deployment-Id"))
                .isEqualTo(answer.json().get("deploymentId").asText());
        assertThat(steps()).containsExactly(List.of("/shop/back/api"), List.of("/shop/web"));
        var shop = gateway.get("/v2/groups/shop").json();
        assertThat(shop.get("dependencies")).map(JsonNode::asText).containsExactly("/store");
        assertThat(shop.at("/apps/0/id").asText()).isEqualTo("/shop/web");
        assertThat(shop.at("/apps/0/dependencies/0").asText()).isEqualTo("/shop/back/api");
        assertThat(idsOf(shop.get("groups"))).containsExactly("/shop/back", "/shop/empty");
        assertThat(shop.at("/groups/0/apps/0/id").asText()).isEqualTo("/shop/back/api");
        assertThat(shop.get("version").asText())
                .isEqualTo(answer.json().get("version").asText());
        assertThat(gateway.send("POST", "/v2/groups", Shop.SHOP).status()).isEqualTo(409);
        assertThat(gateway.send("POST", "/v2/groups/shop", "{\"id\": \"web\"}").status())
                .isEqualTo(409);
    }

    @Test
    void anUpdateAddsChangesAndRemovesWithoutTouchingTheRest() {
        Shop.create(gateway);
        var answer = gateway.send("PUT", "/v2/groups/shop", """
                {"apps": [{"id": "web", "cmd": "y", "dependencies": ["new"]}, {"id": "new", "cmd": "x"}],
                 "groups": [{"id": "back"}]}""");

        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        assertThat(steps()).containsExactly(List.of("/shop/new"), List.of("/shop/web"));
        assertThat(gateway.get("/v2/groups/shop/empty").status()).isEqualTo(404);
        assertThat(gateway.get("/v2/groups/shop").json().get("dependencies"))
                .map(JsonNode::asText)
                .containsExactly("/store");
        assertThat(gateway.get("/v2/apps/shop/back/api").status()).isEqualTo(200);

        gateway.send("PUT", "/v2/groups/shop", "{\"groups\": []}");
        assertThat(steps()).containsExactly(List.of("/shop/back/api"));
        assertThat(gateway.get("/v2/apps/shop/back/api").status()).isEqualTo(404);
    }

    @Test
    void whatIsReadCanBePutBackAndChangesNothing() {
        Shop.create(gateway);
        var answer = gateway.send(
                "PUT", "/v2/groups/shop", gateway.get("/v2/groups/shop").text());
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        assertThat(gateway.plane.lastPlan().steps()).isEmpty();
        assertThat(gateway.plane.lastPlan().groups()).hasSize(1);
    }

    @Test
    void aDryRunSaysTheStepsAndDoesNothing() {
        Shop.create(gateway);
        var answer = gateway.send("PUT", "/v2/groups/shop?dryRun=true", """
                {"apps": [{"id": "web", "cmd": "y"}, {"id": "new", "cmd": "x"}], "groups": []}""");

        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        assertThat(answer.json().path("steps").toString())
                .isEqualTo("[{\"actions\":[{\"action\":\"StartApplication\",\"app\":\"/shop/new\"},"
                        + "{\"action\":\"RestartApplication\",\"app\":\"/shop/web\"}]},"
                        + "{\"actions\":[{\"action\":\"StopApplication\",\"app\":\"/shop/back/api\"}]}]");
        assertThat(gateway.get("/v2/apps/shop/new").status()).isEqualTo(404);
        assertThat(gateway.get("/v2/apps/shop/back/api").status()).isEqualTo(200);
    }

    @Test
    void aGroupIsScaledByAFactorAndRoundedUp() {
        Shop.create(gateway);
        gateway.send("PUT", "/v2/apps/shop/web", "{\"instances\": 3}");
        var answer = gateway.send("PUT", "/v2/groups/shop", "{\"scaleBy\": 1.5}");

        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        assertThat(gateway.plane.present("/shop/web").target().instances()).isEqualTo(5);
        assertThat(gateway.plane.present("/shop/back/api").target().instances()).isEqualTo(2);
        assertThat(steps()).containsExactly(List.of("/shop/back/api"), List.of("/shop/web"));
        assertThat(gateway.send("PUT", "/v2/groups/shop", "{\"scaleBy\": -1}").status())
                .isEqualTo(422);
        assertThat(gateway.send("PUT", "/v2/groups/nobody", "{\"scaleBy\": 2}").status())
                .isEqualTo(404);
    }

    @Test
    void aGroupGoesBackToAVersionWithAllThatWasThere() {
        Shop.create(gateway);
        var version = gateway.get("/v2/groups/shop").json().get("version").asText();
        gateway.send("PUT", "/v2/groups/shop", """
                {"dependencies": [], "apps": [{"id": "web", "cmd": "changed"}, {"id": "new", "cmd": "x"}], "groups": []}""");
        gateway.send("DELETE", "/v2/apps/shop/web", "");

        assertThat(gateway.get("/v2/groups/shop/versions").json())
                .map(JsonNode::asText)
                .contains(version)
                .hasSizeGreaterThan(2);
        var past = gateway.get("/v2/groups/shop/versions/" + version).json();
        assertThat(past.at("/apps/0/cmd").asText()).isEqualTo("x");
        assertThat(idsOf(past.get("groups"))).containsExactly("/shop/back", "/shop/empty");

        // With a scale beside it the version wins.
        var answer = gateway.send("PUT", "/v2/groups/shop", "{\"version\": \"" + version + "\", \"scaleBy\": 2}");
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        assertThat(steps()).containsExactly(List.of("/shop/new"), List.of("/shop/back/api"), List.of("/shop/web"));
        var shop = gateway.get("/v2/groups/shop").json();
        assertThat(idsOf(shop.get("apps"))).containsExactly("/shop/web");
        assertThat(shop.at("/apps/0/cmd").asText()).isEqualTo("x");
        assertThat(shop.get("dependencies")).map(JsonNode::asText).containsExactly("/store");
        assertThat(idsOf(shop.get("groups"))).containsExactly("/shop/back", "/shop/empty");

        assertThat(gateway.send("PUT", "/v2/groups/shop", "{\"version\": \"2020-01-01T00:00:00.000Z\"}")
                        .status())
                .isEqualTo(422);
        assertThat(gateway.get("/v2/groups/shop/versions/2020-01-01T00:00:00.000Z")
                        .status())
                .isEqualTo(404);
        assertThat(gateway.get("/v2/groups/nobody/versions").status()).isEqualTo(404);
        assertThat(gateway.get("/v2/groups/versions").json()).isNotEmpty();
    }

    @Test
    void aGroupIsDeletedWithAllBelowItDependentsFirst() {
        Shop.create(gateway);
        var refused = gateway.send("DELETE", "/v2/groups/store", "");
        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.text()).contains("/shop depends on /store");

        assertThat(gateway.send("DELETE", "/v2/groups/shop", "").status()).isEqualTo(200);
        assertThat(steps()).containsExactly(List.of("/shop/web"), List.of("/shop/back/api"));
        assertThat(gateway.get("/v2/groups/shop").status()).isEqualTo(404);
        assertThat(gateway.send("DELETE", "/v2/groups/shop", "")
                        .json()
                        .get("message")
                        .asText())
                .isEqualTo("Group '/shop' does not exist");
        assertThat(gateway.send("DELETE", "/v2/groups", "").status()).isEqualTo(200);
        assertThat(gateway.get("/v2/groups").json().get("groups")).isEmpty();
    }

    @Test
    void whatOthersDependOnIsDeletedByForce() {
        Shop.create(gateway);
        assertThat(gateway.send("DELETE", "/v2/groups/store?force=true", "").status())
                .isEqualTo(200);
        assertThat(gateway.get("/v2/apps/store/db").status()).isEqualTo(404);
    }

    @Test
    void embedChoosesTheDepth() {
        Shop.create(gateway);
        var bare = gateway.get("/v2/groups/shop?embed=unknown").json();
        assertThat(bare.has("apps") || bare.has("groups") || bare.has("pods")).isFalse();
        var apps = gateway.get("/v2/groups/shop?embed=group.apps").json();
        assertThat(apps.get("apps")).hasSize(1);
        assertThat(apps.at("/apps/0").has("tasks")).isFalse();
        assertThat(apps.has("groups")).isFalse();
        var tasks = gateway.get("/v2/groups?embed=group.groups&embed=group.apps.tasks&embed=group.apps.counts")
                .json();
        assertThat(tasks.at("/groups/0/apps/0/tasks")).hasSize(1);
        assertThat(tasks.at("/groups/0/apps/0/tasksRunning").asInt()).isEqualTo(1);
        assertThat(tasks.has("pods")).isFalse();
        assertThat(gateway.get("/v2/groups/shop?embed=group.pods").json().get("pods"))
                .isEmpty();
        assertThat(idsOf(gateway.get("/v2/groups/shop/apps").json())).containsExactly("/shop/back/api", "/shop/web");
        assertThat(gateway.get("/v2/groups/apps").json()).hasSize(3);
    }

    @Test
    void aGroupMayDependOnWhatComesLater() {
        gateway.send(
                "PUT",
                "/v2/groups/shop",
                "{\"dependencies\": [\"/later\"], \"apps\": [{\"id\": \"web\", \"cmd\": \"x\"}]}");

        assertThat(gateway.get("/v2/groups/shop").json().at("/dependencies/0").asText())
                .isEqualTo("/later");
    }

    @Test
    void whatIsWrongIsNamedByPath() {
        Shop.createStore(gateway);
        var answer = gateway.send("PUT", "/v2/groups/shop", """
                {"apps": [{"id": "/app", "cmd": "x"}, {"id": "web"}],
                 "groups": [{"id": "a", "apps": [{"id": "b/c", "cmd": "x"}]}, {"id": "a"}]}""");
        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.text())
                .contains(
                        "\"/apps(0)/id\"",
                        "identifier /app is not child of /shop. Hint: use relative paths.",
                        "\"/apps(1)/\"",
                        "\"/groups(0)/apps(0)/id\"",
                        "\"/groups(1)/id\"",
                        "occurs twice");
        assertThat(gateway.send("PUT", "/v2/groups/shop", "{\"apps\": 1}").status())
                .isEqualTo(400);
        assertThat(gateway.send("PUT", "/v2/groups", "{\"dependencies\": [\"/store\"]}")
                        .status())
                .isEqualTo(422);
        var cycle = gateway.send("PUT", "/v2/groups/store", "{\"dependencies\": [\"/store/db\"]}");
        assertThat(cycle.status()).isEqualTo(422);
        assertThat(cycle.text()).contains("cyclic dependencies");
    }

    @Test
    void anAppInAGroupWithDependenciesIsCheckedAgainstThem() {
        Shop.create(gateway);
        gateway.send("PUT", "/v2/apps/store/db", "{\"cmd\": \"x\", \"dependencies\": []}");
        var cycle = gateway.send("PUT", "/v2/apps/store/db", "{\"dependencies\": [\"/shop\"]}");
        assertThat(cycle.status()).isEqualTo(422);
        assertThat(gateway.send("PUT", "/v2/apps/shop/other", "{\"cmd\": \"x\"}")
                        .status())
                .isEqualTo(201);
    }

    @Test
    void aChangeThatLostARaceIsTriedAgainAndALockIsNamed() {
        Shop.createStore(gateway);
        gateway.plane.refuseNext(Problem.of(ProblemCode.STALE, "it has moved on"));
        assertThat(gateway.send("PUT", "/v2/groups/shop", Shop.SHOP).status()).isEqualTo(200);
        gateway.plane.refuseNext(Problem.locked("locked", List.of()));
        var locked = gateway.send("PUT", "/v2/groups/shop", "{\"scaleBy\": 2}");
        assertThat(locked.status()).isEqualTo(409);
        assertThat(locked.text()).contains("App is locked by one or more deployments");
    }

    private static List<String> idsOf(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false)
                .map(node -> node.get("id").asText())
                .toList();
    }

    private List<List<String>> steps() {
        return gateway.plane.lastPlan().steps().stream()
                .map(step -> step.changes().stream()
                        .map(change -> change.workload().path())
                        .toList())
                .toList();
    }
}
