package io.troupe.gateway;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;

/** A gateway on a free port with fakes behind it, and a client. */
public final class RunningGateway implements AutoCloseable {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    static {
        // So that a test can send the Host of an attacker.
        System.setProperty("jdk.httpclient.allowRestrictedHeaders", "host");
    }

    public final ActorTestKit kit = ActorTestKit.create();
    public final FakeControlPlane plane = new FakeControlPlane(kit.system());
    public final FakeLogLevels logs = new FakeLogLevels();
    public final HttpClient client = HttpClient.newHttpClient();
    private final GatewayServer server;

    public RunningGateway() {
        this(GatewaySettings.loopback(0));
    }

    public RunningGateway(GatewaySettings settings) {
        this.server = start(settings);
    }

    private GatewayServer start(GatewaySettings settings) {
        var facts = new NodeFacts("n1", "0.1.0", Map.of("gateway.token", "***", "data-dir", "/data"));
        return GatewayServer.start(kit.system(), settings, plane, new FakeInstanceAccess(), facts, logs)
                .toCompletableFuture()
                .join();
    }

    /** A second gateway on the same control plane, which has not heard anything yet. */
    public Another another() {
        return new Another(start(GatewaySettings.loopback(0)));
    }

    /** Another one's address; closed with the first. */
    public record Another(GatewayServer server) implements AutoCloseable {
        public URI uri(String path) {
            return URI.create("http://127.0.0.1:" + server.address().getPort() + path);
        }

        @Override
        public void close() {
            server.stop(Duration.ofSeconds(1)).toCompletableFuture().join();
        }
    }

    public URI uri(String path) {
        return URI.create("http://127.0.0.1:" + server.address().getPort() + path);
    }

    public HttpRequest.Builder request(String method, String path, String body) {
        return HttpRequest.newBuilder(uri(path))
                .timeout(Duration.ofSeconds(30))
                .method(
                        method,
                        body.isEmpty()
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofString(body));
    }

    public Answer send(HttpRequest request) {
        try {
            var response = client.send(request, HttpResponse.BodyHandlers.ofString());
            return new Answer(response);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new AssertionError(stopped);
        }
    }

    public Answer get(String path) {
        return send(request("GET", path, "").build());
    }

    public Answer send(String method, String path, String body) {
        return send(request(method, path, body).build());
    }

    /** An app of two instances. */
    public void create(String app) {
        var answer = send("POST", "/v2/apps", """
                {"id": "%s", "cmd": "sleep 1", "instances": 2, "labels": {"tier": "web"}}""".formatted(app));
        if (answer.status() != 201) {
            throw new AssertionError(app + " was not created: " + answer.text());
        }
    }

    /** An answer, with its body as JSON where it is. */
    public record Answer(HttpResponse<String> response) {
        public int status() {
            return response.statusCode();
        }

        public String text() {
            return response.body();
        }

        public JsonNode json() {
            return parse(response.body());
        }

        public String header(String name) {
            return response.headers().firstValue(name).orElse("");
        }
    }

    public static JsonNode parse(String text) {
        try {
            return MAPPER.readTree(text);
        } catch (IOException notJson) {
            throw new AssertionError("not JSON: " + text, notJson);
        }
    }

    @Override
    public void close() {
        client.shutdownNow();
        kit.shutdownTestKit();
    }
}
