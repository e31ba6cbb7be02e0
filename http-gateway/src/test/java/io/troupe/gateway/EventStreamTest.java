package io.troupe.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class EventStreamTest {
    private final RunningGateway gateway = new RunningGateway();

    @AfterEach
    void stop() {
        gateway.close();
    }

    @Test
    void whatIsAskedOverTheApiIsHeard() throws Exception {
        var events = listen("/v2/events?event_type=api_post_event&event_type=event_stream_attached", 2);
        gateway.send("PUT", "/v2/apps/web", "{\"cmd\": \"x\"}");
        var heard = events.get(10, TimeUnit.SECONDS);
        assertThat(heard).hasSize(2);
        var posted = heard.stream()
                .filter(event -> event.contains("api_post_event"))
                .findFirst()
                .orElseThrow();
        var json = RunningGateway.parse(posted);
        assertThat(json.get("clientIp").asText()).isEqualTo("127.0.0.1");
        assertThat(json.get("uri").asText()).isEqualTo("/v2/apps/web");
        assertThat(json.at("/appDefinition/cmd").asText()).isEqualTo("x");
    }

    @Test
    void aStreamIsOnlyGivenToThoseWhoTakeOne() {
        var request = gateway.request("GET", "/v2/events", "")
                .header("Accept", "application/json")
                .build();
        assertThat(gateway.send(request).status()).isEqualTo(405);
    }

    /** The data of the first events; complete once there are as many. Done when the stream has begun. */
    private CompletableFuture<List<String>> listen(String path, int count) throws Exception {
        var request = gateway.request("GET", path, "")
                .header("Accept", "text/event-stream")
                .build();
        var response = gateway.client.send(request, HttpResponse.BodyHandlers.ofLines());
        assertThat(response.statusCode()).isEqualTo(200);
        return CompletableFuture.supplyAsync(() -> response.body()
                .filter(line -> line.startsWith("data: "))
                .map(line -> line.substring(6))
                .limit(count)
                .toList());
    }
}
