package io.troupe.node.probe;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.ActorSystem;
import akka.http.javadsl.Http;
import akka.http.javadsl.ServerBinding;
import akka.http.javadsl.model.AttributeKeys;
import akka.http.javadsl.model.ContentTypes;
import akka.http.javadsl.model.HttpEntities;
import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.MediaTypes;
import akka.http.javadsl.model.Trailer;
import akka.http.javadsl.model.headers.RawHeader;
import akka.util.ByteString;
import com.typesafe.config.ConfigFactory;
import io.troupe.cluster.check.ProbeAnswer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Against an HTTP/2 server that was not written here, which speaks gRPC's health protocol as it is published. */
class GrpcProbeTest {
    private static final Duration LONG = Duration.ofSeconds(30);
    private static ActorSystem system;
    private static ServerBinding binding;

    @BeforeAll
    static void start() throws Exception {
        system = ActorSystem.create("grpc", ConfigFactory.parseString("""
                akka.http.server.enable-http2 = on
                akka.http.server.preview.enable-http2 = on
                akka.coordinated-shutdown.exit-jvm = off
                """).withFallback(ConfigFactory.load()));
        binding = Http.get(system)
                .newServerAt("127.0.0.1", 0)
                .bind(GrpcProbeTest::answer)
                .toCompletableFuture()
                .get();
    }

    @AfterAll
    static void stop() {
        system.terminate();
    }

    private static CompletionStage<HttpResponse> answer(HttpRequest request) {
        return request.entity().toStrict(10_000, system).thenApply(body -> {
            var message = body.getData().drop(5);
            var service = message.isEmpty() ? "" : message.drop(2).decodeString(StandardCharsets.UTF_8);
            if (!request.getUri().path().equals("/grpc.health.v1.Health/Check") || service.equals("unknown")) {
                return HttpResponse.create().addHeader(RawHeader.create("grpc-status", "5"));
            }
            var status = (byte) (service.equals("down") ? 2 : 1);
            return HttpResponse.create()
                    .withEntity(HttpEntities.create(
                            ContentTypes.create(MediaTypes.applicationBinary(
                                    "grpc", akka.http.javadsl.model.MediaTypes.NOT_COMPRESSIBLE)),
                            ByteString.fromArray(new byte[] {0, 0, 0, 0, 2, 8, status})))
                    .addAttribute(
                            AttributeKeys.trailer, Trailer.create().addHeader(RawHeader.create("grpc-status", "0")));
        });
    }

    private static ProbeAnswer call(String service) throws IOException {
        try (var wheel = new Wheel("test")) {
            var target = new ProbeTarget("127.0.0.1", binding.localAddress().getPort());
            return new GrpcCall(target, service, LONG, wheel).call();
        }
    }

    @Test
    void aServerThatServesPasses() throws IOException {
        assertThat(call("")).isEqualTo(ProbeAnswer.passed(1));
        assertThat(call("shop.Orders")).isEqualTo(ProbeAnswer.passed(1));
    }

    @Test
    void aServiceThatDoesNotServeFailsWithItsWord() throws IOException {
        assertThat(call("down")).isEqualTo(ProbeAnswer.failed(2, "the server says NOT_SERVING"));
    }

    @Test
    void aServiceThatIsNotThereFails() throws IOException {
        assertThat(call("unknown"))
                .isEqualTo(ProbeAnswer.failed(null, "the server has no health service, or does not know this one"));
    }
}
