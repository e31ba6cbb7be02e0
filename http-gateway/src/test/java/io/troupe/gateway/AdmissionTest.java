package io.troupe.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AdmissionTest {
    /** Bound to loopback all the same, but with the rules of a gateway that others reach. */
    private static final GatewaySettings GUARDED = new GatewaySettings(
            "127.0.0.1", 0, List.of("troupe.example"), "secret", GatewaySettings.BODY_BYTES_MAX_DEFAULT);

    @ParameterizedTest
    @ValueSource(strings = {"localhost:8080", "127.0.0.1", "127.9.9.9:1", "[::1]:8080", "LOCALHOST"})
    void onLoopbackItsOwnNamesAreLetIn(String host) {
        try (var gateway = new RunningGateway()) {
            assertThat(gateway.send(gateway.request("GET", "/v2/apps", "")
                                    .header("Host", host)
                                    .build())
                            .status())
                    .isEqualTo(200);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"evil.example", "evil.example:8080", "127.0.0.1.evil.example", "localhost.evil.example"})
    void onLoopbackAForeignHostIsRefusedAndTheSettingIsNamed(String host) {
        try (var gateway = new RunningGateway()) {
            var answer = gateway.send(
                    gateway.request("GET", "/v2/apps", "").header("Host", host).build());
            assertThat(answer.status()).isEqualTo(403);
            assertThat(answer.json().get("message").asText()).contains("--http-hosts");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "POST", "PUT", "DELETE"})
    void anOriginOfAnotherSiteIsRefusedWhateverTheMethod(String method) {
        try (var gateway = new RunningGateway()) {
            for (var origin : List.of("http://evil.example", "null", "http://127.0.0.1.evil.example")) {
                var request = gateway.request(method, "/v2/apps", "")
                        .header("Origin", origin)
                        .build();
                assertThat(gateway.send(request).status()).as(origin).isEqualTo(403);
            }
        }
    }

    @Test
    void itsOwnOriginIsLetIn() {
        try (var gateway = new RunningGateway()) {
            var request = gateway.request("GET", "/v2/apps", "")
                    .header("Origin", "http://localhost:8080")
                    .build();
            assertThat(gateway.send(request).status()).isEqualTo(200);
        }
    }

    @Test
    void aConfiguredNameIsLetIn() {
        try (var gateway = new RunningGateway(GUARDED)) {
            var request = gateway.request("GET", "/v2/apps", "")
                    .header("Host", "troupe.example")
                    .header("Authorization", "Bearer secret")
                    .build();
            assertThat(gateway.send(request).status()).isEqualTo(200);
        }
    }

    @Test
    void whereATokenIsNeededNothingButPingGoesWithoutIt() {
        try (var gateway = new RunningGateway(GUARDED)) {
            var refused = gateway.get("/v2/apps");
            assertThat(refused.status()).isEqualTo(401);
            assertThat(refused.header("WWW-Authenticate")).startsWith("Basic");
            assertThat(gateway.get("/ping").status()).isEqualTo(200);
            assertThat(status(gateway, "Bearer wrong")).isEqualTo(401);
            assertThat(status(gateway, "Basic !!!")).isEqualTo(401);
            assertThat(status(gateway, "Basic " + base64("anna:wrong"))).isEqualTo(401);
            assertThat(status(gateway, "Bearer secret")).isEqualTo(200);
            assertThat(status(gateway, "Basic " + base64("anna:secret"))).isEqualTo(200);
        }
    }

    @Test
    void whoAskedIsKept() {
        try (var gateway = new RunningGateway(GUARDED)) {
            var request = gateway.request("PUT", "/v2/apps/web", "{\"cmd\": \"x\"}")
                    .header("Authorization", "Basic " + base64("anna:secret"))
                    .build();
            assertThat(gateway.send(request).status()).isEqualTo(201);
            var history = gateway.send(gateway.request("GET", "/v1/workloads/web/history", "")
                    .header("Authorization", "Bearer secret")
                    .build());
            assertThat(history.json().at("/entries/0/who").asText()).isEqualTo("anna@127.0.0.1");
        }
    }

    @Test
    void beyondLoopbackAGatewayNeedsAToken() {
        assertThatThrownBy(() -> new GatewaySettings("0.0.0.0", 0, List.of(), null, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("token");
    }

    @Test
    void theTokenIsNotShownWithTheSettings() {
        assertThat(GUARDED.toString()).doesNotContain("secret");
    }

    @Test
    void theTokenFileIsMadeOnceAndReadableByItsOwnerAlone(@TempDir Path directory) throws IOException {
        var data = directory.resolve("data");
        var token = TokenFile.readOrMake(data);
        assertThat(token).hasSizeGreaterThan(40);
        assertThat(TokenFile.readOrMake(data)).isEqualTo(token);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(data.resolve(TokenFile.NAME))))
                .isEqualTo("rw-------");
        assertThat(data.toFile().list()).containsExactly(TokenFile.NAME);
    }

    private static int status(RunningGateway gateway, String authorization) {
        return gateway.send(gateway.request("GET", "/v2/apps", "")
                        .header("Authorization", authorization)
                        .build())
                .status();
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(UTF_8));
    }
}
