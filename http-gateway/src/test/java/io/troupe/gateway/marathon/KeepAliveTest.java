package io.troupe.gateway.marathon;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.http.javadsl.model.HttpRequest;
import akka.stream.javadsl.Sink;
import akka.util.ByteString;
import io.troupe.gateway.FakeControlPlane;
import io.troupe.gateway.http.Exchange;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class KeepAliveTest {
    private final ActorTestKit kit = ActorTestKit.create();

    @AfterEach
    void stop() {
        kit.shutdownTestKit();
    }

    @Test
    void aQuietStreamIsKeptAliveByComments() throws Exception {
        var routes = new EventsRoutes(
                kit.system(), new FakeControlPlane(kit.system()), InstantSource.system(), Duration.ofMillis(20));
        var request = HttpRequest.GET("/v2/events?event_type=none");
        var response = routes.stream(Exchange.of(request, ByteString.emptyByteString(), "anonymous", "127.0.0.1"))
                .toCompletableFuture()
                .get(10, TimeUnit.SECONDS);
        var heard = response.entity()
                .getDataBytes()
                .map(ByteString::utf8String)
                .take(3)
                .runWith(Sink.seq(), kit.system());
        assertThat(heard.toCompletableFuture().get(10, TimeUnit.SECONDS)).containsOnly(":\n\n");
    }
}
