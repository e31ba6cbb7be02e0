package io.troupe.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TroupeApiTest {
    private static final String INSTANCE = "web.instance-i1";

    private final RunningGateway gateway = new RunningGateway();

    @AfterEach
    void stop() {
        gateway.close();
    }

    private void create() {
        assertThat(gateway.send("PUT", "/v2/apps/web", "{\"cmd\": \"x\"}").status())
                .isEqualTo(201);
    }

    @Test
    void readinessIsSaidAndNothingElseIsAnsweredWithoutIt() {
        assertThat(gateway.get("/v1/ready").status()).isEqualTo(200);
        gateway.plane.readiness(false, "the journal");
        var answer = gateway.get("/v1/ready");
        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.json().get("waitingFor").asText()).isEqualTo("the journal");
        assertThat(gateway.get("/v2/apps").status()).isEqualTo(503);
        assertThat(gateway.get("/v2/apps").header("Retry-After")).isNotEmpty();
        assertThat(gateway.get("/ping").status()).isEqualTo(200);
        assertThat(gateway.get("/v1/settings").json().get("gateway.token").asText())
                .isEqualTo("***");
    }

    @Test
    void nodesAreShown() {
        var node = gateway.get("/v1/nodes").json().at("/nodes/0");
        assertThat(node.at("/cpus/total").asDouble()).isEqualTo(8.0);
        assertThat(node.at("/resources")).isEqualTo(RunningGateway.parse("{\"licence\": {\"total\": 5, \"used\": 2}}"));
        assertThat(node.at("/gpuScheduling").asText()).isEqualTo("unrestricted");
        assertThat(gateway.get("/v1/nodes/n1").json()).isEqualTo(node);
        assertThat(gateway.get("/v1/nodes/n2").status()).isEqualTo(404);
    }

    @Test
    void workloadsAndTheirInstancesAreShownNowAndThen() {
        create();
        assertThat(gateway.get("/v1/workloads").json().get("workloads")).hasSize(1);
        assertThat(gateway.get("/v1/workloads/web")
                        .json()
                        .at("/target/instances")
                        .asInt())
                .isEqualTo(1);
        assertThat(gateway.get("/v1/workloads/web?at=2020-01-01T00:00:00Z").status())
                .isEqualTo(404);
        assertThat(gateway.get("/v1/workloads/none").status()).isEqualTo(404);
        var instance = gateway.get("/v1/instances?workload=/web&node=n1").json().at("/instances/0");
        assertThat(instance.get("id").asText()).isEqualTo(INSTANCE);
        assertThat(instance.get("state").asText()).isEqualTo("RUNNING");
        assertThat(gateway.get("/v1/instances/" + INSTANCE + "._app.1").json()).isEqualTo(instance);
    }

    @Test
    void historyIsShownAfterDeletionToo() {
        create();
        gateway.send("DELETE", "/v2/apps/web", "");
        var entries = gateway.get("/v1/workloads/web/history").json().get("entries");
        assertThat(entries.findValuesAsText("summary"))
                .containsExactly("Asked to be created with 1 instance", "Asked to be deleted");
        assertThat(entries.get(0).get("event").asText()).isEqualTo("change-prepared");
        assertThat(entries.get(0).get("reason").asText()).isEqualTo("PUT /v2/apps/web");
        assertThat(gateway.get("/v1/workloads/web/history?limit=1").json().get("entries"))
                .hasSize(1);
        assertThat(gateway.get("/v1/workloads/none/history").status()).isEqualTo(404);
        gateway.plane.outage(true);
        assertThat(gateway.get("/v1/workloads/web/history").status()).isEqualTo(503);
    }

    @Test
    void anExplanationNamesNodesAndRules() {
        create();
        var answer = gateway.get("/v1/workloads/web/explain").json();
        assertThat(answer.at("/nodes/0/refusals/0/reason").asText()).isEqualTo("MEMORY");
        assertThat(answer.at("/reasons/0").asText()).isEqualTo("All 1 wanted instances run.");
        assertThat(gateway.get("/v1/workloads/none/explain").status()).isEqualTo(404);
    }

    @Test
    void outputIsStreamedMixedOrFramed() throws Exception {
        create();
        var logs = "/v1/instances/" + INSTANCE + "/logs";
        assertThat(gateway.get(logs).text()).isEqualTo("out\nerr\n");
        assertThat(gateway.get(logs + "?stderr=false").text()).isEqualTo("out\n");
        assertThat(gateway.get(logs + "?container=gone").status()).isEqualTo(404);
        var request = gateway.request("GET", logs, "")
                .header("Accept", "application/vnd.troupe.log-frames")
                .build();
        var framed = gateway.client
                .send(request, HttpResponse.BodyHandlers.ofByteArray())
                .body();
        assertThat(framed).containsExactly(1, 0, 0, 0, 4, 'o', 'u', 't', '\n', 2, 0, 0, 0, 4, 'e', 'r', 'r', '\n');
    }

    @Test
    void aCommandTakesInputAndGivesOutputAndItsExitCode() throws Exception {
        create();
        var received = new LinkedBlockingQueue<String>();
        var socket = open("/v1/instances/" + INSTANCE + "/exec?command=cat&stdin=true", received);
        socket.sendBinary(ByteBuffer.wrap(new byte[] {0, 'h', 'i'}), true).join();
        assertThat(received.poll(10, TimeUnit.SECONDS)).isEqualTo("1hi");
        send(socket, "{\"resize\": [80, 24]}");
        assertThat(received.poll(10, TimeUnit.SECONDS)).isEqualTo("280x24");
        send(socket, "{\"eof\": true}");
        assertThat(received.poll(10, TimeUnit.SECONDS)).isEqualTo("3{\"exitCode\":7}");
        assertThat(received.poll(10, TimeUnit.SECONDS)).isEqualTo("closed");
    }

    @Test
    void aCommandThatCannotRunIsRefusedBeforeTheUpgrade() {
        create();
        var exec = "/v1/instances/" + INSTANCE + "/exec";
        assertThat(gateway.get(exec).status()).isEqualTo(400);
        assertThat(gateway.get(exec + "?command=ls").status()).isEqualTo(426);
        assertThat(handshake(exec + "?command=nothing", "")).isEqualTo(404);
        assertThat(handshake(exec + "?command=cat", "http://evil.example")).isEqualTo(403);
    }

    private int handshake(String path, String origin) {
        var builder = gateway.client.newWebSocketBuilder();
        if (!origin.isEmpty()) {
            builder.header("Origin", origin);
        }
        try {
            builder.buildAsync(webSocket(path), new WebSocket.Listener() {}).join();
            return 101;
        } catch (java.util.concurrent.CompletionException failed) {
            if (failed.getCause() instanceof java.net.http.WebSocketHandshakeException refused) {
                return refused.getResponse().statusCode();
            }
            throw failed;
        }
    }

    private URI webSocket(String path) {
        return URI.create(gateway.uri(path).toString().replace("http://", "ws://"));
    }

    private static void send(WebSocket socket, String control) {
        socket.sendBinary(ByteBuffer.wrap(("\u0003" + control).getBytes(java.nio.charset.StandardCharsets.UTF_8)), true)
                .join();
    }

    private WebSocket open(String path, BlockingQueue<String> received) {
        var listener = new WebSocket.Listener() {
            @Override
            public @Nullable CompletionStage<?> onBinary(WebSocket socket, ByteBuffer data, boolean last) {
                int channel = data.get();
                received.add(channel
                        + java.nio.charset.StandardCharsets.UTF_8.decode(data).toString());
                socket.request(1);
                return null;
            }

            @Override
            public @Nullable CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
                received.add("closed");
                return null;
            }
        };
        return gateway.client
                .newWebSocketBuilder()
                .buildAsync(webSocket(path), listener)
                .join();
    }
}
