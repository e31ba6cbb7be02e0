package io.troupe.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class EventStreamTest {
    /** Far more than fits into the buffers of both sides and the network, at 20 kB each. */
    private static final int EVENTS = 2500;

    private static final int AT_ONCE = 200;

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

    /** What is heard of one's own coming, and what is asked right after the answer, came twice or not at all before, once in many times. */
    @Test
    void whoHasTheAnswerHearsHisOwnComingOnceAndAllThatFollows() throws Exception {
        for (int round = 0; round < 20; round++) {
            try (var another = gateway.another()) {
                var stream = gateway.client.send(
                        HttpRequest.newBuilder(another.uri(
                                        "/v2/events?event_type=api_post_event&event_type=event_stream_attached"))
                                .header("Accept", "text/event-stream")
                                .build(),
                        HttpResponse.BodyHandlers.ofLines());
                gateway.send("PUT", "/v2/apps/web", "{\"cmd\": \"x" + round + "\"}");
                var heard = CompletableFuture.supplyAsync(() -> stream.body()
                                .filter(line -> line.startsWith("event: "))
                                .limit(2)
                                .toList())
                        .get(10, TimeUnit.SECONDS);
                assertThat(heard).containsExactly("event: event_stream_attached", "event: api_post_event");
            }
        }
    }

    @Test
    void onlyTheTypesAskedForAreHeardAndAStreamThatEndsIsToldOf() throws Exception {
        var own = listen("/v2/events?event_type=event_stream_attached", 1);
        assertThat(RunningGateway.parse(own.get(10, TimeUnit.SECONDS).getFirst())
                        .get("remoteAddress")
                        .asText())
                .isEqualTo("127.0.0.1");
        var gone = listen("/v2/events?event_type=event_stream_detached", 1);
        try (var visitor =
                new Socket(InetAddress.getLoopbackAddress(), gateway.uri("/").getPort())) {
            ask(visitor, "/v2/events");
            assertThat(visitor.getInputStream().read()).isEqualTo('H');
        }
        gateway.send("PUT", "/v2/apps/web", "{\"cmd\": \"x\"}");
        assertThat(gone.get(10, TimeUnit.SECONDS))
                .hasSize(1)
                .allMatch(event -> event.contains("event_stream_detached"));
    }

    @Test
    void aHundredClientsHearTheSame() throws Exception {
        var clients = new ArrayList<CompletableFuture<List<String>>>();
        for (int count = 0; count < 100; count++) {
            clients.add(listen("/v2/events?event_type=api_post_event", 3));
        }
        for (int count = 1; count <= 3; count++) {
            gateway.send("PUT", "/v2/apps/web" + count, "{\"cmd\": \"x\"}");
        }
        for (var client : clients) {
            assertThat(client.get(20, TimeUnit.SECONDS).stream()
                            .map(RunningGateway::parse)
                            .map(event -> event.get("uri").asText()))
                    .containsExactlyInAnyOrder("/v2/apps/web1", "/v2/apps/web2", "/v2/apps/web3");
        }
    }

    @Test
    void whoReadsSlowlyHearsAllLaterAndHoldsUpNobody() throws Exception {
        int port = gateway.uri("/").getPort();
        try (var sleeper = new Socket()) {
            sleeper.setReceiveBufferSize(4096);
            sleeper.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            var heard = new AtomicInteger();
            listenInto(heard);
            ask(sleeper, "/v2/events?event_type=api_post_event");
            assertThat(sleeper.getInputStream().read()).isEqualTo('H');
            gateway.send("PUT", "/v2/apps/web", "{\"cmd\": \"x\", \"env\": {\"A\": \"" + "y".repeat(20_000) + "\"}}");
            var posted = gateway.plane.lastHappened();
            for (int told = 1; told < EVENTS; told++) {
                gateway.plane.tell(posted);
                if (told % AT_ONCE == 0) {
                    int expected = told;
                    await().atMost(Duration.ofSeconds(20)).until(() -> heard.get() >= expected);
                }
            }
            await().atMost(Duration.ofSeconds(20)).until(() -> heard.get() == EVENTS);

            var slow = new BufferedReader(new InputStreamReader(sleeper.getInputStream(), StandardCharsets.UTF_8));
            var ids = slow.lines()
                    .filter(line -> line.startsWith("id: "))
                    .limit(EVENTS)
                    .toList();
            assertThat(ids)
                    .containsExactlyElementsOf(IntStream.rangeClosed(1, EVENTS)
                            .mapToObj(number -> "id: " + number + ".0")
                            .toList());
        }
    }

    @Test
    void whoComesBackGoesOnWhereHeWas() throws Exception {
        for (int count = 1; count <= 4; count++) {
            gateway.send("PUT", "/v2/apps/web" + count, "{\"cmd\": \"x\"}");
        }
        var missed = resume("2.0", 3);
        gateway.send("PUT", "/v2/apps/web5", "{\"cmd\": \"x\"}");

        assertThat(uris(missed)).containsExactly("/v2/apps/web3", "/v2/apps/web4", "/v2/apps/web5");
        assertThat(uris(resume("5.0", 1, () -> gateway.send("PUT", "/v2/apps/web6", "{\"cmd\": \"x\"}"))))
                .containsExactly("/v2/apps/web6");
    }

    @Test
    void whoWasAwayTooLongIsToldSoAndGoesOnWithWhatIsKept() throws Exception {
        for (int count = 1; count <= 4; count++) {
            gateway.send("PUT", "/v2/apps/web" + count, "{\"cmd\": \"x\"}");
        }
        gateway.plane.forget(2);
        try (var later = gateway.another()) {
            var heard = events(later.uri("/v2/events?event_type=api_post_event"), "1.0", 3)
                    .get(10, TimeUnit.SECONDS);

            var gap = RunningGateway.parse(heard.getFirst());
            assertThat(gap.get("eventType").asText()).isEqualTo("event_stream_gap");
            assertThat(gap.get("lastEventId").asText()).isEqualTo("1.0");
            assertThat(gap.get("oldestEventId").asText()).isEqualTo("3.0");
            assertThat(heard.subList(1, 3)).allMatch(event -> event.contains("api_post_event"));

            var unknown = events(later.uri("/v2/events"), "77.0", 2).get(10, TimeUnit.SECONDS);
            assertThat(unknown.getLast()).contains("event_stream_gap", "5.0");
        }
    }

    @Test
    void anIdThatIsNoneOfOursIsRefused() {
        var request = gateway.request("GET", "/v2/events", "")
                .header("Last-Event-ID", "abc")
                .build();
        assertThat(gateway.send(request).status()).isEqualTo(400);
    }

    private CompletableFuture<List<String>> resume(String last, int count) throws Exception {
        return events(gateway.uri("/v2/events?event_type=api_post_event"), last, count);
    }

    private CompletableFuture<List<String>> resume(String last, int count, Runnable then) throws Exception {
        var heard = resume(last, count);
        then.run();
        return heard;
    }

    private static List<String> uris(CompletableFuture<List<String>> events) throws Exception {
        return events.get(10, TimeUnit.SECONDS).stream()
                .map(event -> RunningGateway.parse(event).get("uri").asText())
                .toList();
    }

    private CompletableFuture<List<String>> events(URI uri, String last, int count) throws Exception {
        var request = HttpRequest.newBuilder(uri)
                .header("Accept", "text/event-stream")
                .header("Last-Event-ID", last)
                .build();
        var response = gateway.client.send(request, HttpResponse.BodyHandlers.ofLines());
        assertThat(response.statusCode()).isEqualTo(200);
        return CompletableFuture.supplyAsync(() -> response.body()
                .filter(line -> line.startsWith("data: "))
                .map(line -> line.substring(6))
                .limit(count)
                .toList());
    }

    /** Counts events as they are read. */
    private void listenInto(AtomicInteger heard) throws Exception {
        var request = gateway.request("GET", "/v2/events?event_type=api_post_event", "")
                .header("Accept", "text/event-stream")
                .build();
        var response = gateway.client.send(request, HttpResponse.BodyHandlers.ofLines());
        var reading = CompletableFuture.runAsync(
                () -> response.body().filter(line -> line.startsWith("data: ")).forEach(_ -> heard.incrementAndGet()));
        assertThat(reading).isNotDone();
    }

    private static void ask(Socket socket, String path) throws IOException {
        socket.setSoTimeout(10_000);
        socket.getOutputStream()
                .write(("GET " + path + " HTTP/1.1\r\nHost: localhost\r\nAccept: text/event-stream\r\n\r\n")
                        .getBytes(StandardCharsets.US_ASCII));
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
