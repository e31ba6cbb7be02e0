package io.troupe.gateway;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MalformedRequestsTest {
    private static final int REQUESTS = 1_000;
    private static final List<String> FIELDS = List.of(
            "id",
            "cmd",
            "args",
            "instances",
            "cpus",
            "mem",
            "disk",
            "env",
            "labels",
            "user",
            "container",
            "networks",
            "portDefinitions",
            "ports",
            "requirePorts",
            "constraints",
            "acceptedResourceRoles",
            "backoffSeconds",
            "backoffFactor",
            "maxLaunchDelaySeconds",
            "upgradeStrategy",
            "taskKillGracePeriodSeconds",
            "killSelection",
            "resourceLimits",
            "tty",
            "healthChecks",
            "version",
            "docker",
            "image",
            "portMappings",
            "nonsense",
            "ids");

    private final RunningGateway gateway = new RunningGateway();

    @AfterEach
    void stop() {
        gateway.close();
    }

    @Test
    void aPathWithABrokenEscapeIsRefusedAsJson() throws IOException {
        var uri = gateway.uri("/");
        try (var socket = new Socket(uri.getHost(), uri.getPort())) {
            socket.getOutputStream()
                    .write("GET /v2/apps/%zz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
                            .getBytes(US_ASCII));
            var answer = new String(socket.getInputStream().readAllBytes(), US_ASCII);
            assertThat(answer).startsWith("HTTP/1.1 400 ").contains("application/json");
            assertThat(RunningGateway.parse(answer.substring(answer.indexOf("\r\n\r\n") + 4))
                            .get("message")
                            .asText())
                    .startsWith("the request cannot be read: ");
        }
    }

    @Test
    void aThousandMalformedRequestsAreAllRefusedWithAMessage() {
        long seed = new SplittableRandom().nextLong();
        var dice = new SplittableRandom(seed);
        for (int number = 0; number < REQUESTS; number++) {
            var method = pick(dice, List.of("POST", "PUT", "PATCH"));
            var path = method.equals("POST")
                    ? pick(dice, List.of("/v2/apps", "/v2/tasks/delete"))
                    : pick(
                            dice,
                            List.of("/v2/apps", "/v2/apps/x/y", "/v2/apps/x?partialUpdate=false", "/v2/apps/UPPER"));
            var body = body(dice);
            var answer = gateway.send(method, path, body);
            var shown =
                    "seed " + seed + ", " + method + " " + path + " " + body.substring(0, Math.min(500, body.length()));
            assertThat(answer.status()).as(shown).isBetween(400, 499);
            assertThat(answer.json().path("message").asText()).as(shown).isNotEmpty();
        }
        assertThat(gateway.get("/v2/apps").json().get("apps")).isEmpty();
    }

    @Test
    void aBodyThatIsTooLongIsRefused() {
        var answer = gateway.send(
                "POST", "/v2/apps", "{\"id\": \"" + "a".repeat((int) GatewaySettings.BODY_BYTES_MAX_DEFAULT) + "\"}");
        assertThat(answer.status()).isEqualTo(413);
        assertThat(answer.json().get("message").asText()).contains("longer than");
    }

    @Test
    void aBodyOfUnknownLengthThatIsTooLongIsRefused() {
        var chunk = new byte[64 * 1024];
        var chunks = java.util.Collections.nCopies(200, chunk);
        var request = HttpRequest.newBuilder(gateway.uri("/v2/apps"))
                .POST(HttpRequest.BodyPublishers.ofByteArrays(chunks))
                .build();
        assertThat(gateway.send(request).status()).isEqualTo(413);
    }

    @Test
    void deepNestingIsRefused() {
        for (var open : List.of("[", "{\"env\":")) {
            var answer = gateway.send("POST", "/v2/apps", open.repeat(100_000));
            assertThat(answer.status()).isEqualTo(400);
            assertThat(answer.json().get("message").asText()).isEqualTo("Invalid JSON");
        }
    }

    @Test
    void oddParametersAreRefused() {
        for (var path : List.of(
                "/v2/apps/web?at=noon",
                "/v1/workloads/web?at=",
                "/v1/workloads/web/history?limit=-1",
                "/v1/instances/x/logs?tail=many",
                "/v1/instances/x/logs?follow=perhaps",
                "/v2/apps?label=a%20in%20")) {
            assertThat(gateway.get(path).status()).as(path).isEqualTo(400);
        }
        assertThat(gateway.get("/v2/apps/%00%ff%2F..").status()).isBetween(400, 499);
        assertThat(gateway.get("/v2/apps?id=%C3%28").status()).isBetween(200, 499);
    }

    /** Never a whole valid app: no value of a command or an image is ever a text that fits. */
    private static String body(SplittableRandom dice) {
        return switch (dice.nextInt(6)) {
            case 0 -> cut(object(dice, 3), dice);
            case 1 -> noise(dice);
            case 2 -> value(dice, 4);
            case 3 -> "{\"id\": \"/ok\", \"cmd\": \"x\", \"cpus\": " + value(dice, 2) + "}";
            case 4 -> "{\"id\": " + value(dice, 1) + ", \"cmd\": 5, \"container\": " + object(dice, 3) + "}";
            default -> "[" + "[".repeat(dice.nextInt(5000));
        };
    }

    private static String cut(String json, SplittableRandom dice) {
        return json.substring(0, Math.max(1, dice.nextInt(json.length())));
    }

    private static String noise(SplittableRandom dice) {
        var noise = new StringBuilder();
        for (int count = dice.nextInt(1, 200); count > 0; count--) {
            noise.append((char) dice.nextInt(1, 0x2000));
        }
        return "x" + noise;
    }

    private static String object(SplittableRandom dice, int depth) {
        var object = new StringBuilder("{\"instances\": \"broken\"");
        for (int count = dice.nextInt(6); count > 0; count--) {
            object.append(", \"").append(pick(dice, FIELDS)).append("\": ").append(value(dice, depth - 1));
        }
        return object.append("}").toString();
    }

    private static String value(SplittableRandom dice, int depth) {
        return switch (dice.nextInt(depth > 0 ? 9 : 7)) {
            case 0 -> "-1";
            case 1 -> "1e308";
            case 2 -> "99999999999999999999999999";
            case 3 -> "true";
            case 4 -> "\"\\u0000é//\"";
            case 5 -> "0.0001";
            case 6 -> "\"" + "y".repeat(dice.nextInt(2000)) + "\"";
            case 7 -> object(dice, depth);
            default -> "[" + value(dice, depth - 1) + ", " + value(dice, depth - 1) + "]";
        };
    }

    private static String pick(SplittableRandom dice, List<String> list) {
        return list.get(dice.nextInt(list.size()));
    }
}
