package io.troupe.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.troupe.protocol.workload.DerivedValue;
import io.troupe.protocol.workload.SlotRule;
import io.troupe.protocol.workload.StartOrder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Troupe's addition {@code slots}: one instance on every node, and slots that are identities. */
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
    void ordinalsAreDefinedAndComeBack() {
        gateway.send("POST", "/v2/apps", """
                {"id": "/db", "cmd": "x", "instances": 2, "slots": {"kind": "ordinal", "start": "parallel", "partition": 1}}""");

        assertThat(gateway.plane.present("/db").spec().slots()).isEqualTo(new SlotRule.Ordinal(StartOrder.PARALLEL, 1));
        assertThat(gateway.get("/v2/apps/db").json().at("/app/slots"))
                .isEqualTo(RunningGateway.parse("{\"kind\": \"ordinal\", \"start\": \"parallel\", \"partition\": 1}"));

        gateway.send("PUT", "/v2/apps/db", "{\"slots\": {\"kind\": \"ordinal\"}}");
        assertThat(gateway.plane.present("/db").spec().slots()).isEqualTo(new SlotRule.Ordinal(StartOrder.ORDERED, 0));
    }

    @Test
    void anOrdinalOnANodeThatIsAwayIsWaitedForUnlessItIsSaidOtherwise() {
        gateway.send("POST", "/v2/apps", "{\"id\": \"/db\", \"cmd\": \"x\"}");
        gateway.send("PATCH", "/v2/apps/db", "{\"slots\": {\"kind\": \"ordinal\"}}");
        assertThat(gateway.get("/v2/apps/db")
                        .json()
                        .at("/app/unreachableStrategy")
                        .asText())
                .isEqualTo("disabled");

        gateway.send("PATCH", "/v2/apps/db", "{\"unreachableStrategy\": {\"expungeAfterSeconds\": 60}}");
        gateway.send("PATCH", "/v2/apps/db", "{\"slots\": {\"kind\": \"ordinal\", \"partition\": 1}}");
        assertThat(gateway.get("/v2/apps/db")
                        .json()
                        .at("/app/unreachableStrategy/expungeAfterSeconds")
                        .asInt())
                .isEqualTo(60);
    }

    @Test
    void theirNumberIsInTheEnvironmentAndInTheTask() {
        gateway.send(
                "POST",
                "/v2/apps",
                "{\"id\": \"/db\", \"cmd\": \"x\", \"instances\": 2, \"slots\": {\"kind\": \"ordinal\"}}");

        assertThat(gateway.plane.present("/db").spec().containers().getFirst().derived())
                .containsEntry("TROUPE_SLOT", new DerivedValue.Slot());
        assertThat(gateway.get("/v2/apps/db/tasks").json().path("tasks").findValuesAsText("slot"))
                .containsExactlyInAnyOrder("0", "1");
    }

    @Test
    void whatDoesNotGoWithOrdinalsIsNamed() {
        var said = gateway.send("POST", "/v2/apps", """
                {"id": "/db", "cmd": "x", "slots": {"kind": "ordinal", "start": "soon", "partition": -1}, "upgradeStrategy": {"canary": 1}}""");

        assertThat(said.status()).isEqualTo(422);
        assertThat(said.json().path("details").findValuesAsText("path"))
                .containsExactlyInAnyOrder("/slots/start", "/slots/partition", "/upgradeStrategy/canary");
    }

    @Test
    void anUnknownKindIsNamed() {
        var said = gateway.send("POST", "/v2/apps", ON_EVERY_NODE.replace("everyNode", "someNodes"));

        assertThat(said.status()).isEqualTo(422);
        assertThat(said.json().at("/details/0/path").asText()).isEqualTo("/slots/kind");
    }
}
