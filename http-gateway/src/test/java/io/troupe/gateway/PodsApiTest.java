package io.troupe.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.troupe.protocol.deployment.DeploymentView;
import io.troupe.protocol.workload.Cause;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Pods over HTTP: the calls of Marathon's {@code /v2/pods}, and where else pods are seen. */
class PodsApiTest {
    private final RunningGateway gateway = new RunningGateway();

    @AfterEach
    void close() {
        gateway.close();
    }

    @Test
    void aPodIsCreatedAndReadBack() {
        assertThat(gateway.send("HEAD", "/v2/pods", "").status()).isEqualTo(200);
        var created = ShopPod.create(gateway);
        assertThat(created.status()).as(created.text()).isEqualTo(201);
        assertThat(created.response().headers().firstValue("Location")).contains("/v2/pods/shop/pod");
        assertThat(created.response().headers().firstValue("Marathon-Deployment-Id"))
                .isPresent();
        assertThat(created.json().path("version").asText()).isNotEmpty();

        var read = gateway.get("/v2/pods/shop/pod").json();
        assertThat(read.at("/scaling/instances").asInt()).isEqualTo(2);
        assertThat(read.at("/containers/0/endpoints/0/name").asText()).isEqualTo("http");
        assertThat(gateway.get("/v2/pods").json()).containsExactly(read);
        assertThat(gateway.get("/v2/pods/nothing").status()).isEqualTo(404);
        assertThat(gateway.get("/v2/pods/nothing").json().path("message").asText())
                .isEqualTo("Pod '/nothing' does not exist");
        assertThat(gateway.get("/v2/pods/Upper").status()).isEqualTo(422);
    }

    @Test
    void whatIsReadCanBePutBackAndChangesNothing() {
        ShopPod.create(gateway);
        var read = gateway.get("/v2/pods/shop/pod");
        var put = gateway.send("PUT", "/v2/pods/shop/pod", read.text());
        assertThat(put.status()).as(put.text()).isEqualTo(200);
        assertThat(gateway.plane.present("/shop/pod").revision().number()).isEqualTo(1);
        assertThat(put.response().headers().map()).doesNotContainKey("troupe-unknown-fields");
    }

    @Test
    void aChangeMakesANewRevisionAndEachVersionIsKept() {
        var first = ShopPod.create(gateway).json().path("version").asText();
        var changed = (ObjectNode) gateway.get("/v2/pods/shop/pod").json();
        ((ObjectNode) changed.at("/containers/1/image")).put("id", "side:2");
        changed.withObject("/scaling").put("instances", 3);
        assertThat(gateway.send("PUT", "/v2/pods/shop/pod", changed.toString()).status())
                .isEqualTo(200);
        assertThat(gateway.plane.present("/shop/pod").revision().number()).isEqualTo(2);

        var versions = texts(gateway.get("/v2/pods/shop/pod::versions").json());
        assertThat(versions).hasSize(2).last().isEqualTo(first);
        var past = gateway.get("/v2/pods/shop/pod::versions/" + first).json();
        assertThat(past.at("/containers/1/image/id").asText()).isEqualTo("side:1");
        assertThat(past.at("/scaling/instances").asInt()).isEqualTo(2);
        assertThat(gateway.get("/v2/pods/shop/pod::versions/2020-01-01T00:00:00.000Z")
                        .status())
                .isEqualTo(404);
    }

    @Test
    void aChangeIsTriedWithoutDoingIt() {
        var steps = gateway.send("POST", "/v2/pods?dryRun=true", ShopPod.DEFINITION)
                .json()
                .path("steps");
        assertThat(steps.at("/0/actions/0"))
                .isEqualTo(RunningGateway.parse("{\"action\": \"StartPod\", \"pod\": \"/shop/pod\"}"));
        assertThat(gateway.get("/v2/pods").json()).isEmpty();
        ShopPod.create(gateway);
        var same = gateway.send("PUT", "/v2/pods/shop/pod?dryRun=true", ShopPod.DEFINITION);
        assertThat(same.json().path("steps")).isEmpty();
        var more = gateway.send(
                "PUT",
                "/v2/pods/shop/pod?dryRun=true",
                ShopPod.DEFINITION.replace("\"instances\": 2", "\"instances\": 3"));
        assertThat(more.json().at("/steps/0/actions/0/action").asText()).isEqualTo("ScalePod");
        assertThat(gateway.plane.present("/shop/pod").target().instances()).isEqualTo(2);
    }

    @Test
    void theIdInTheBodyMustAgree() {
        ShopPod.create(gateway);
        var answer = gateway.send("PUT", "/v2/pods/other", ShopPod.DEFINITION);
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().path("message").asText())
                .isEqualTo("'/other' does not match definition's id ('/shop/pod')");
        var unknown = gateway.send("PUT", "/v2/pods/other", ShopPod.DEFINITION.replace("/shop/pod", "/other"));
        assertThat(unknown.status()).isEqualTo(404);
    }

    @Test
    void aSecondCreationIsAConflictAndAnAppCannotHaveTheSameId() {
        ShopPod.create(gateway);
        assertThat(ShopPod.create(gateway).status()).isEqualTo(409);
        var app = gateway.send("POST", "/v2/apps", "{\"id\": \"/shop/pod\", \"cmd\": \"x\"}");
        assertThat(app.status()).isEqualTo(409);
        gateway.send("POST", "/v2/apps", "{\"id\": \"/app\", \"cmd\": \"x\"}");
        var pod = gateway.send("POST", "/v2/pods", ShopPod.DEFINITION.replace("/shop/pod", "/app"));
        assertThat(pod.status()).isEqualTo(409);
        assertThat(pod.json().path("message").asText()).isEqualTo("An app with id [/app] already exists.");
    }

    @Test
    void appsAndTasksDoNotShowPods() {
        ShopPod.create(gateway);
        assertThat(gateway.get("/v2/apps").json().path("apps")).isEmpty();
        assertThat(gateway.get("/v2/apps/shop/pod").status()).isEqualTo(404);
        assertThat(gateway.get("/v2/tasks").json().path("tasks")).isEmpty();
        assertThat(gateway.send("DELETE", "/v2/apps/shop/pod", "").status()).isEqualTo(404);
        assertThat(gateway.get("/v2/pods").json()).hasSize(1);
    }

    @Test
    void aPodIsRestarted() {
        gateway.send("POST", "/v2/pods", ShopPod.DEFINITION);
        var before = gateway.plane.present("/shop/pod");
        var answer = gateway.send("POST", "/v2/pods/shop/pod::restart", "");

        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        assertThat(answer.json().has("deploymentId")).isTrue();
        assertThat(gateway.plane.present("/shop/pod").spec()).isEqualTo(before.spec());
        assertThat(gateway.plane.present("/shop/pod").instances()).doesNotContainAnyElementsOf(before.instances());
        assertThat(gateway.send("POST", "/v2/pods/none::restart", "").status()).isEqualTo(404);
        assertThat(gateway.get("/v2/pods/shop/pod::restart").status()).isEqualTo(405);
    }

    @Test
    void aPortOfTheHostIsNotTakenTwice() {
        var answer = gateway.send("POST", "/v2/pods", """
                {"id": "/p", "networks": [{"mode": "host"}], "containers": [
                  {"name": "a", "exec": {"command": {"shell": "x"}}, "resources": {"cpus": 0.1, "mem": 32}, "endpoints": [{"name": "one", "hostPort": 8080}]},
                  {"name": "b", "exec": {"command": {"shell": "x"}}, "resources": {"cpus": 0.1, "mem": 32}, "endpoints": [{"name": "two", "hostPort": 8080}]}]}""");

        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.json().at("/details/0/path").asText()).isEqualTo("/containers(1)/endpoints(0)/hostPort");
    }

    @Test
    void aPodIsDeleted() {
        ShopPod.create(gateway);
        var deleted = gateway.send("DELETE", "/v2/pods/shop/pod", "");
        assertThat(deleted.status()).isEqualTo(202);
        var deployment = deleted.response().headers().firstValue("Marathon-Deployment-Id");
        assertThat(deployment).isPresent();
        assertThat(deleted.response().headers().firstValue("Location")).isEqualTo(deployment);
        assertThat(gateway.get("/v2/pods/shop/pod").status()).isEqualTo(404);
        assertThat(gateway.send("DELETE", "/v2/pods/shop/pod", "").status()).isEqualTo(404);
    }

    @Test
    void instancesAreKilledOneOrMany() {
        ShopPod.create(gateway);
        var ids = texts(idsOf(gateway.get("/v2/pods/shop/pod::status").json()));
        var one = gateway.send("DELETE", "/v2/pods/shop/pod::instances/" + ids.getFirst(), "");
        assertThat(one.status()).as(one.text()).isEqualTo(200);
        assertThat(one.json().path("instanceId").asText()).isEqualTo(ids.getFirst());
        assertThat(one.json().at("/agentInfo/host").asText()).isEqualTo(FakeControlPlane.HOST);
        var many = gateway.send("DELETE", "/v2/pods/shop/pod::instances", "[\"" + ids.getLast() + "\"]");
        assertThat(many.status()).isEqualTo(200);
        assertThat(many.json()).hasSize(1);
        assertThat(gateway.send("DELETE", "/v2/pods/shop/pod::instances/nothing.instance-1", "")
                        .status())
                .isEqualTo(404);
        assertThat(gateway.send("DELETE", "/v2/pods/shop/pod::instances/nothing", "")
                        .status())
                .isEqualTo(422);
        assertThat(gateway.send("DELETE", "/v2/pods/shop/pod::instances", "{}").status())
                .isEqualTo(400);
        assertThat(gateway.send("GET", "/v2/pods/shop/pod::instances", "").status())
                .isEqualTo(405);
    }

    @Test
    void groupsHavePodsBesideApps() {
        var group = """
                {"id": "/shop", "apps": [{"id": "app", "cmd": "x"}], "pods": [%s]}""".formatted(ShopPod.DEFINITION.replace("/shop/pod", "pod"));
        var created = gateway.send("POST", "/v2/groups", group);
        assertThat(created.status()).as(created.text()).isEqualTo(201);
        var read = gateway.get("/v2/groups/shop").json();
        assertThat(read.at("/apps/0/id").asText()).isEqualTo("/shop/app");
        assertThat(read.path("apps")).hasSize(1);
        assertThat(read.path("pods"))
                .containsExactly(gateway.get("/v2/pods/shop/pod").json());
        assertThat(gateway.get("/v2/groups/shop?embed=group.apps").json().has("pods"))
                .isFalse();

        var dry = gateway.send("PUT", "/v2/groups/shop?dryRun=true", "{\"id\": \"/shop\", \"pods\": []}");
        assertThat(dry.json().at("/steps/0/actions/0/action").asText()).isEqualTo("StopPod");
        assertThat(dry.json().at("/steps/0/actions/0/pod").asText()).isEqualTo("/shop/pod");
        var clash = gateway.send(
                "PUT", "/v2/groups/shop", "{\"id\": \"/shop\", \"apps\": [{\"id\": \"pod\", \"cmd\": \"x\"}]}");
        assertThat(clash.status()).isEqualTo(422);
        assertThat(clash.text()).contains("/shop/pod is a pod");
        assertThat(gateway.send("PUT", "/v2/groups/shop", "{\"id\": \"/shop\", \"pods\": []}")
                        .status())
                .isEqualTo(200);
        assertThat(gateway.get("/v2/pods").json()).isEmpty();
        assertThat(gateway.get("/v2/apps").json().path("apps")).hasSize(1);
    }

    @Test
    void deploymentsTellOfPodsInTheirOwnWords() {
        ShopPod.create(gateway);
        var plan = gateway.plane.lastPlan();
        gateway.plane.put(
                new DeploymentView(plan, Cause.of("anna@10.0.0.9", "POST /v2/pods"), false, 0, plan.workloads(), null));
        var deployment = gateway.get("/v2/deployments").json().at("/0");
        assertThat(texts(deployment.path("affectedPods"))).containsExactly("/shop/pod");
        assertThat(deployment.path("affectedApps")).isEmpty();
        assertThat(deployment.at("/steps/0/actions/0/action").asText()).isEqualTo("StartPod");
        assertThat(deployment.at("/steps/0/actions/0/pod").asText()).isEqualTo("/shop/pod");
    }

    private static List<String> texts(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false)
                .map(JsonNode::asText)
                .toList();
    }

    private static JsonNode idsOf(JsonNode status) {
        var ids = new com.fasterxml.jackson.databind.ObjectMapper().createArrayNode();
        status.path("instances").forEach(instance -> ids.add(instance.path("id").asText()));
        return ids;
    }
}
