package io.troupe.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SystemApiTest {
    private final RunningGateway gateway = new RunningGateway();

    @AfterEach
    void stop() {
        gateway.close();
    }

    @Test
    void aBrowserIsLedToWhatThereIs() {
        var ui = gateway.get("/ui/");
        assertThat(ui.status()).isEqualTo(302);
        assertThat(ui.header("Location")).isEqualTo("/help");
        var help = gateway.get("/help");
        assertThat(help.header("Content-Type")).startsWith("text/html");
        assertThat(help.text()).contains("/v2/apps");
    }

    @Test
    void theConfigurationIsShownWithoutSecrets() {
        assertThat(gateway.get("/config").json())
                .isEqualTo(RunningGateway.parse("{\"data-dir\": \"/data\", \"gateway.token\": \"***\"}"));
    }

    @Test
    void levelsOfLoggersAreShownAndSet() {
        assertThat(gateway.get("/logging").json()).isEqualTo(RunningGateway.parse("{\"ROOT\": \"INFO\"}"));
        var change = "{\"logger\": \"io.troupe\", \"level\": \"debug\"}";

        var answer = gateway.send("POST", "/logging", change);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json()).isEqualTo(RunningGateway.parse(change));
        assertThat(gateway.logs.levels()).containsEntry("io.troupe", "DEBUG");
        assertThat(gateway.send("POST", "/logging", "{\"logger\": \"\", \"level\": \"loud\"}")
                        .text())
                .contains("/logger", "/level", "trace, debug, info, warn, error");
        assertThat(gateway.send("POST", "/logging", "{").status()).isEqualTo(400);
        assertThat(gateway.send("DELETE", "/logging", "").status()).isEqualTo(405);
    }

    @Test
    void aLevelMayBeSetForAWhile() {
        gateway.send("POST", "/logging", "{\"logger\": \"ROOT\", \"level\": \"warn\", \"durationSeconds\": 1}");
        assertThat(gateway.logs.levels()).containsEntry("ROOT", "WARN");

        await().until(() -> "INFO".equals(gateway.logs.levels().get("ROOT")));
    }

    @Test
    void thereAreNoPlugins() {
        assertThat(gateway.get("/v2/plugins").json()).isEqualTo(RunningGateway.parse("{\"plugins\": []}"));
        assertThat(gateway.get("/v2/plugins/webjar/index.html").status()).isEqualTo(404);
    }

    @Test
    void theLeaderStepsDownWhenAsked() {
        var answer = gateway.send("DELETE", "/v2/leader", "");

        assertThat(answer.json()).isEqualTo(RunningGateway.parse("{\"message\": \"Leadership abdicated\"}"));
        assertThat(gateway.plane.abdications()).isEqualTo(1);
        assertThat(gateway.send("DELETE", "/v2/leader?backup=file:///tmp/b", "").status())
                .isEqualTo(422);
        assertThat(gateway.plane.abdications()).isEqualTo(1);
    }

    @Test
    void metricsAreJsonForThoseWhoTakeOnlyJson() {
        gateway.get("/ping");
        var request = gateway.request("GET", "/metrics", "")
                .header("Accept", "application/json")
                .build();

        var answer = gateway.send(request);

        assertThat(answer.header("Content-Type")).startsWith("application/json");
        var metrics = answer.json();
        assertThat(metrics.get("version").asText()).isEqualTo("5.0.0");
        assertThat(metrics.path("counters")
                        .path("troupe.http.requests.200.GET")
                        .path("count")
                        .asInt())
                .isPositive();
        assertThat(metrics.path("gauges").path("jvm.threads.live").path("value").asDouble())
                .isPositive();
        assertThat(metrics.path("timers")
                        .path("troupe.http.request.GET")
                        .path("max")
                        .isNumber())
                .isTrue();
        assertThat(gateway.get("/metrics").header("Content-Type")).startsWith("text/plain");
    }
}
