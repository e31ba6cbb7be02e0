package io.troupe.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How requests are taken, refused and answered, whatever they are about. */
class RequestsApiTest {
    private final RunningGateway gateway = new RunningGateway();

    @AfterEach
    void stop() {
        gateway.close();
    }

    @Test
    void unknownPathsAndMethodsAreRefused() {
        assertThat(gateway.get("/v2/nothing").status()).isEqualTo(404);
        assertThat(gateway.get("/nothing").status()).isEqualTo(404);
        assertThat(gateway.send("DELETE", "/v2/apps", "").status()).isEqualTo(405);
        assertThat(gateway.send("POST", "/v2/info", "").header("Allow")).contains("GET");
    }

    @Test
    void theRootPointsToWhatThereIs() {
        assertThat(gateway.get("/").text()).contains("/v2/apps").endsWith("\n");
        assertThat(gateway.send("POST", "/", "").status()).isEqualTo(405);
    }

    @Test
    void theOptionsOfAPathAreItsMethods() {
        var apps = gateway.send("OPTIONS", "/v2/apps", "");
        assertThat(apps.status()).isEqualTo(200);
        assertThat(apps.header("Allow")).isEqualTo("GET, HEAD, POST, PUT, PATCH, OPTIONS");
        assertThat(gateway.send("OPTIONS", "/v2/info", "").header("Allow")).isEqualTo("GET, HEAD, OPTIONS");
        assertThat(gateway.send("OPTIONS", "/metrics", "").header("Allow")).isEqualTo("GET, HEAD, OPTIONS");
        assertThat(gateway.send("POST", "/metrics", "").status()).isEqualTo(405);
        assertThat(gateway.send("OPTIONS", "/v2/nothing", "").status()).isEqualTo(404);
    }

    @Test
    void aPingIsAnsweredAsTheCallerTakesIt() {
        for (var pair : Map.of(
                        "*/*", "200 text/plain; charset=UTF-8 pong",
                        "text/html", "200 text/html; charset=UTF-8 pong",
                        "application/json", "200 application/json \"pong\"",
                        "image/png", "204  ")
                .entrySet()) {
            var answer = gateway.send(gateway.request("GET", "/ping", "")
                    .header("Accept", pair.getKey())
                    .build());
            assertThat(answer.status() + " " + answer.header("Content-Type") + " " + answer.text())
                    .isEqualTo(pair.getValue());
        }
    }

    @Test
    void aBodyOfAnotherTypeThanJsonIsRefused() {
        var body = "{\"id\": \"/web\", \"cmd\": \"x\"}";
        for (var type : List.of("text/plain", "application/x-www-form-urlencoded", "application/yaml")) {
            var answer = gateway.send(gateway.request("POST", "/v2/apps", body)
                    .header("Content-Type", type)
                    .build());
            assertThat(answer.status()).as(type).isEqualTo(415);
            assertThat(answer.json().get("message").asText())
                    .contains("application/json")
                    .contains(type);
        }
        var answer = gateway.send(gateway.request("POST", "/v2/apps", body)
                .header("Content-Type", "application/json; charset=utf-8")
                .build());
        assertThat(answer.status()).as(answer.text()).isEqualTo(201);
    }

    @Test
    void unknownFieldsAreLeftOutAndNamed() {
        var answer = gateway.send("POST", "/v2/apps", """
                {"id": "/web", "cmd": "x", "instnaces": 3, "a\\nb": 1, "upgradeStrategy": {"speed": 9},
                 "portDefinitions": [{"prot": 1}]}""");
        assertThat(answer.status()).as(answer.text()).isEqualTo(201);
        assertThat(answer.header("Troupe-Unknown-Fields"))
                .isEqualTo("/instnaces, /a%0Ab, /portDefinitions(0)/prot, /upgradeStrategy/speed");
        var update = gateway.send("PUT", "/v2/apps/web", "{\"instances\": 2, \"odd\": 1}");
        assertThat(update.header("Troupe-Unknown-Fields")).isEqualTo("/odd");
        var array = gateway.send("PATCH", "/v2/apps", "[{\"id\": \"/web\", \"odd\": 1}]");
        assertThat(array.header("Troupe-Unknown-Fields")).isEqualTo("(0)/odd");
        assertThat(gateway.send("PUT", "/v2/apps/web", "{\"instances\": 3}").header("Troupe-Unknown-Fields"))
                .isEmpty();
    }

    @Test
    void everyFaultIsNamed() {
        var answer = gateway.send("POST", "/v2/apps", """
                {"id": "/web", "cmd": "x", "healthChecks": [{"protocol": "SMTP"}], "fetch": [{"uri": "x"}], "upgradeStrategy": {"minimumHealthCapacity": 2}}""");
        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.json().get("message").asText()).isEqualTo("Object is not valid");
        assertThat(answer.json().get("details").findValuesAsText("path"))
                .containsExactlyInAnyOrder(
                        "/healthChecks(0)/protocol", "/fetch(0)/uri", "/upgradeStrategy/minimumHealthCapacity");
        assertThat(gateway.send("POST", "/v2/apps", "{\"id\": 7}")
                        .json()
                        .at("/details/0/errors/0")
                        .asText())
                .isEqualTo("error.expected.jsstring");
        assertThat(gateway.send("POST", "/v2/apps", "{").status()).isEqualTo(400);
    }

    @Test
    void answersArePackedForThoseWhoWantItAlone() {
        for (int number = 0; number < 5; number++) {
            gateway.create("/web" + number);
        }
        for (var pair : Map.of(
                        "gzip", "gzip",
                        "deflate, gzip;q=0.5", "gzip",
                        "*", "gzip",
                        "gzip;q=0", "",
                        "gzip; q=0.0, deflate", "",
                        "*, gzip;q=0", "",
                        "identity", "")
                .entrySet()) {
            var answer = gateway.send(gateway.request("GET", "/v2/apps", "")
                    .header("Accept-Encoding", pair.getKey())
                    .build());
            assertThat(answer.header("Content-Encoding")).as(pair.getKey()).isEqualTo(pair.getValue());
        }
    }
}
