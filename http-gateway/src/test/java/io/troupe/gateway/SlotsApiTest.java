package io.troupe.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.troupe.protocol.workload.SlotRule;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Troupe's addition {@code slots}: one instance on every node. */
class SlotsApiTest {
    private static final String ON_EVERY_NODE =
            "{\"id\": \"/web\", \"cmd\": \"x\", \"slots\": {\"kind\": \"everyNode\"}}";

    private final RunningGateway gateway = new RunningGateway();

    @AfterEach
    void stop() {
        gateway.close();
    }

    @Test
    void anAppOnEveryNodeIsDefinedWithoutANumberAndShowsOne() {
        assertThat(gateway.send("POST", "/v2/apps", ON_EVERY_NODE).status()).isEqualTo(201);

        assertThat(gateway.plane.present("/web").spec().slots()).isEqualTo(new SlotRule.EveryNode());
        var app = gateway.get("/v2/apps/web").json().path("app");
        assertThat(app.path("slots")).isEqualTo(RunningGateway.parse("{\"kind\": \"everyNode\"}"));
        assertThat(app.path("instances").asInt())
                .isEqualTo(gateway.plane.present("/web").target().instances());
    }

    @Test
    void anAppWhoseSlotsAreAllAlikeShowsNothingOfThem() {
        gateway.send("POST", "/v2/apps", "{\"id\": \"/web\", \"cmd\": \"x\"}");
        assertThat(gateway.get("/v2/apps/web").json().path("app").has("slots")).isFalse();
    }

    @Test
    void theirNumberCannotBeGiven() {
        var said = gateway.send("POST", "/v2/apps", ON_EVERY_NODE.replace("\"cmd\"", "\"instances\": 3, \"cmd\""));
        assertThat(said.status()).isEqualTo(422);
        assertThat(said.json().at("/details/0/path").asText()).isEqualTo("/instances");

        gateway.send("POST", "/v2/apps", ON_EVERY_NODE);
        assertThat(gateway.send("PUT", "/v2/apps/web", "{\"instances\": 3}").status())
                .isEqualTo(422);
    }

    @Test
    void whatWasReadIsSentBackAndChangesNothing() {
        gateway.send("POST", "/v2/apps", ON_EVERY_NODE);
        var read = (ObjectNode) gateway.get("/v2/apps/web").json().path("app");
        read.remove("version");

        for (var partial : new boolean[] {true, false}) {
            var said = gateway.send("PUT", "/v2/apps/web?partialUpdate=" + partial + "&dryRun=true", read.toString());
            assertThat(said.status()).isEqualTo(200);
            assertThat(said.json().at("/steps")).isEmpty();
        }
    }

    @Test
    void anEmptyObjectMakesTheSlotsAlikeAgain() {
        gateway.send("POST", "/v2/apps", ON_EVERY_NODE);
        assertThat(gateway.send("PUT", "/v2/apps/web", "{\"slots\": {}, \"instances\": 2}")
                        .status())
                .isEqualTo(200);

        assertThat(gateway.plane.present("/web").spec().slots()).isNull();
        assertThat(gateway.plane.present("/web").target().instances()).isEqualTo(2);
    }

    @Test
    void blueGreenIsRefusedWhereNoTwoShareANode() {
        gateway.send("POST", "/v2/apps", ON_EVERY_NODE);
        var said = gateway.send("PUT", "/v2/apps/web?rollout=blueGreen", "{\"cmd\": \"y\"}");

        assertThat(said.status()).isEqualTo(422);
        assertThat(said.json().at("/details/0/path").asText()).isEqualTo("/slots");
    }

    @Test
    void groupsAreScaledWithoutThem() {
        gateway.send("POST", "/v2/apps", ON_EVERY_NODE.replace("/web", "/shop/agent"));
        gateway.send("POST", "/v2/apps", "{\"id\": \"/shop/web\", \"cmd\": \"x\", \"instances\": 2}");

        assertThat(gateway.send("PUT", "/v2/groups/shop", "{\"scaleBy\": 2}").status())
                .isEqualTo(200);
        assertThat(gateway.plane.present("/shop/web").target().instances()).isEqualTo(4);
    }

    @Test
    void anUnknownKindIsNamed() {
        var said = gateway.send("POST", "/v2/apps", ON_EVERY_NODE.replace("everyNode", "someNodes"));

        assertThat(said.status()).isEqualTo(422);
        assertThat(said.json().at("/details/0/path").asText()).isEqualTo("/slots/kind");
    }
}
