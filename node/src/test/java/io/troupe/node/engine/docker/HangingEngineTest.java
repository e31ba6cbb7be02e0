package io.troupe.node.engine.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.troupe.cluster.access.InstanceAccess.LogRequest;
import io.troupe.node.engine.ContainerEngine;
import io.troupe.node.engine.EngineEvent;
import io.troupe.node.engine.EngineException;
import io.troupe.protocol.identity.NodeId;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** An engine that takes connections and does not answer. */
@Timeout(value = 1, unit = TimeUnit.MINUTES)
class HangingEngineTest {
    private static final Duration PING = Duration.ofMillis(400);
    private static final Duration LOOK = Duration.ofMillis(600);
    private static final Duration CHANGE = Duration.ofMillis(800);
    private static final DockerTimes TIMES =
            new DockerTimes(PING, Duration.ofMillis(100), LOOK, CHANGE, Duration.ofSeconds(1));
    private static final Duration SOON = Duration.ofSeconds(10);

    @TempDir
    Path folder;

    private final Queue<EngineEvent> events = new ConcurrentLinkedQueue<>();
    private FakeEngine fake;
    private ContainerEngine engine;

    @BeforeEach
    void open() throws IOException {
        fake = new FakeEngine(folder.resolve("engine.sock"));
        engine = new DockerEngine(
                new DockerSettings(fake.host(), new NodeId("n"), folder.resolve("config.json"), "127.0.0.1"), TIMES);
        // The first answer takes longer than such short times allow if the machine is busy loading classes.
        await().atMost(SOON).until(() -> engine.describe().available());
    }

    @AfterEach
    void close() throws IOException {
        engine.close();
        fake.close();
    }

    @Test
    void everyCallFailsInItsTimeAndSaysWhy() {
        fake.hang(true);
        assertTimesOut(engine::list, LOOK);
        assertTimesOut(() -> engine.find("0123"), LOOK);
        assertTimesOut(() -> engine.start("0123"), CHANGE);
        assertTimesOut(() -> engine.remove("0123"), CHANGE);
        assertTimesOut(() -> engine.stop("0123", Duration.ofSeconds(1)), CHANGE.plusSeconds(1));
        assertTimesOut(() -> engine.logs("0123", new LogRequest(null, true, true, true, null, null)), LOOK);
        assertThat(engine.describe().available()).isFalse();
    }

    @Test
    void itIsLostAndComesBackByItself() {
        try (var subscription = engine.subscribe(events::add)) {
            assertThat(subscription).isNotNull();
            fake.hang(true);
            await().atMost(SOON)
                    .until(() -> events.stream()
                            .anyMatch(event -> event instanceof EngineEvent.Lost lost
                                    && lost.reason().contains("did not answer within " + PING.toMillis() + " ms")));
            fake.hang(false);
            await().atMost(SOON).until(() -> events.contains(new EngineEvent.Back()));
            assertThat(engine.list()).isEmpty();
            assertThat(events).hasSize(2);
        }
    }

    @Test
    void aConnectionThatDiedUnnoticedIsReplaced() throws IOException {
        assertThat(engine.list()).isEmpty();
        fake.closeConnections();
        assertThat(engine.list()).isEmpty();
        fake.closeConnections();
        engine.remove("0123");
        assertThat(fake.requests().stream().filter("DELETE /containers/0123"::equals))
                .hasSize(1);
    }

    private static void assertTimesOut(ThrowingCallable call, Duration limit) {
        long before = System.nanoTime();
        assertThatThrownBy(call).isInstanceOfSatisfying(EngineException.class, e -> {
            assertThat(e.kind()).isEqualTo(EngineException.Kind.UNAVAILABLE);
            assertThat(e).hasMessageContaining("did not answer within " + limit.toMillis() + " ms");
        });
        assertThat(Duration.ofNanos(System.nanoTime() - before)).isBetween(limit, limit.plusSeconds(5));
    }
}
