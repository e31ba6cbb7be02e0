package io.troupe.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.troupe.protocol.identity.DeploymentId;
import io.troupe.protocol.problem.Problem;
import io.troupe.protocol.workload.WorkloadView;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What clients and saved definitions of Marathon's earlier years send: nulls, the same thing again, fields of older forms. */
class OlderDefinitionsTest {
    private final RunningGateway gateway = new RunningGateway();

    @AfterEach
    void stop() {
        gateway.close();
    }

    private RunningGateway.Answer sent(String method, String path, String body, int status) {
        var answer = gateway.send(method, path, body);
        assertThat(answer.status())
                .as(method + " " + path + ": " + answer.text())
                .isEqualTo(status);
        return answer;
    }

    private WorkloadView present(String id) {
        return gateway.plane.present(id);
    }

    @Test
    void nullSaysNothingAndTakesNothingAway() {
        sent("POST", "/v2/apps", """
                {"id": "/a", "args": ["sleep", "1000"], "fetch": [{"uri": "http://h/f"}],
                 "portDefinitions": [{"port": 18777, "name": "web"}],
                 "container": {"type": "DOCKER", "docker": {"image": "i"}}}""", 201);
        var before = present("/a").spec();

        sent("PUT", "/v2/apps/a", "{\"cmd\": null, \"ports\": null, \"uris\": null, \"env\": null}", 200);
        sent("PATCH", "/v2/apps/a", "{\"uris\": []}", 200);
        assertThat(present("/a").spec()).isEqualTo(before);

        sent("PUT", "/v2/apps/a", "{\"cmd\": \"x\", \"args\": null}", 200);
        assertThat(gateway.get("/v2/apps/a").json().at("/app/cmd").asText()).isEqualTo("x");
        sent("PUT", "/v2/apps/a", "{\"cmd\": null, \"args\": [\"y\"]}", 200);
        assertThat(gateway.get("/v2/apps/a").json().at("/app/args/0").asText()).isEqualTo("y");
    }

    @Test
    void whatChangesNothingMakesNoVersionAndNeedsNoLock() {
        sent("POST", "/v2/apps", "{\"id\": \"/a\", \"cmd\": \"x\"}", 201);
        gateway.plane.refuseNext(Problem.locked("locked", List.of(DeploymentId.of("d-1"))));

        sent("PUT", "/v2/apps/a", "{\"cmd\": \"x\"}", 200);
        sent("PUT", "/v2/apps/a", "{}", 200);
        sent("PUT", "/v2/apps", "[{\"id\": \"/a\", \"instances\": 1}]", 200);
        sent("PUT", "/v2/apps", "[]", 200);
        assertThat(gateway.get("/v2/apps/a/versions").json().path("versions")).hasSize(1);
        sent("PUT", "/v2/apps/a", "{\"cmd\": \"y\"}", 409);
    }

    @Test
    void aPodThatIsSentAgainKeepsItsVersion() {
        var pod = """
                {"id": "/p", "containers": [{"name": "a", "exec": {"command": {"shell": "x"}}, "resources": {"cpus": 0.1, "mem": 32}}]}""";
        sent("POST", "/v2/pods", pod, 201);
        var version = gateway.get("/v2/pods/p").json().path("version").asText();

        assertThat(sent("PUT", "/v2/pods/p", pod, 200).json().path("version").asText())
                .isEqualTo(version);
        assertThat(gateway.get("/v2/pods/p::versions").json()).hasSize(1);
    }

    @Test
    void anArrayGoesBackToVersionsToo() {
        sent("POST", "/v2/apps", "{\"id\": \"/a\", \"cmd\": \"first\"}", 201);
        var first = gateway.get("/v2/apps/a").json().at("/app/version").asText();
        sent("PUT", "/v2/apps/a", "{\"cmd\": \"second\"}", 200);

        sent("PUT", "/v2/apps", "[{\"id\": \"/a\", \"version\": \"%s\"}]".formatted(first), 200);
        assertThat(gateway.get("/v2/apps/a").json().at("/app/cmd").asText()).isEqualTo("first");
        sent("PUT", "/v2/apps/a?partialUpdate=false", "{\"version\": \"%s\"}".formatted(first), 422);
    }

    @Test
    void whatBelongsToAnotherKindOfNetworkIsDropped() {
        sent("POST", "/v2/apps", """
                {"id": "/bridged", "portDefinitions": [{"port": 10004}], "ports": [10004],
                 "container": {"type": "DOCKER", "docker": {"image": "i", "network": "BRIDGE", "portMappings": [{"containerPort": 80}]}}}""", 201);
        assertThat(present("/bridged").spec().ports().getFirst().containerPort())
                .isEqualTo(80);
        sent("POST", "/v2/apps", """
                {"id": "/onhost", "container": {"type": "DOCKER", "docker": {"image": "i"}, "portMappings": [{"containerPort": 80}]}}""", 201);
        assertThat(present("/onhost").spec().ports().getFirst().containerPort()).isZero();

        var refused = sent(
                "POST",
                "/v2/apps",
                "{\"id\": \"/both\", \"cmd\": \"x\", \"ports\": [8080], \"portDefinitions\": [{\"port\": 9090}]}",
                422);
        assertThat(refused.json().at("/details/0/path").asText()).isEqualTo("/ports");
    }

    @Test
    void whatMayOnlyRunOnceIsNeitherScaledNorDoubledByAnUpgrade() {
        var db = """
                {"id": "/shop/db", "cmd": "x", "labels": {"MARATHON_SINGLE_INSTANCE_APP": "true"}%s}""";
        var refused = sent(
                "POST",
                "/v2/apps",
                db.formatted(", \"instances\": 2, \"upgradeStrategy\": {\"maximumOverCapacity\": 1}"),
                422);
        assertThat(refused.json().path("details"))
                .map(detail -> detail.path("path").asText())
                .containsExactlyInAnyOrder("/instances", "/upgradeStrategy/maximumOverCapacity");

        sent("POST", "/v2/apps", db.formatted(""), 201);
        var strategy = gateway.get("/v2/apps/shop/db").json().at("/app/upgradeStrategy");
        assertThat(strategy.path("minimumHealthCapacity").asInt(-1)).isZero();
        assertThat(strategy.path("maximumOverCapacity").asInt(-1)).isZero();
        sent("PUT", "/v2/apps/shop/db", "{\"instances\": 2}", 422);
        sent("PUT", "/v2/groups/shop", "{\"scaleBy\": 2}", 422);
        sent("PUT", "/v2/apps/shop/db", "{\"instances\": 0}", 200);
    }

    @Test
    void theAppsOfAGroupWithoutAppsAreNone() {
        sent("POST", "/v2/groups", "{\"id\": \"/empty\", \"apps\": []}", 201);

        assertThat(gateway.get("/v2/apps/empty/*").json().toString()).isEqualTo("{\"*\":[]}");
        assertThat(gateway.get("/v2/apps/empty/*/tasks").json().toString()).isEqualTo("{\"tasks\":[]}");
        assertThat(gateway.get("/v2/apps/none/*").status()).isEqualTo(404);
    }

    @Test
    void aSelectorThatSaysNothingSelectsAll() {
        sent("POST", "/v2/apps", "{\"id\": \"/a\", \"cmd\": \"x\", \"labels\": {\"k\": \"v\"}}", 201);

        assertThat(gateway.get("/v2/apps?label=").json().path("apps")).hasSize(1);
        assertThat(gateway.get("/v2/apps?label=k%20in%20()").json().path("apps"))
                .isEmpty();
        assertThat(gateway.get("/v2/apps?label=k%20notin%20()").json().path("apps"))
                .hasSize(1);
    }
}
