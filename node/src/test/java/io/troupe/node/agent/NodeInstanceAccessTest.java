package io.troupe.node.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.stream.javadsl.Sink;
import io.troupe.cluster.access.InstanceAccess.LogRequest;
import io.troupe.node.engine.ContainerEngine;
import io.troupe.node.engine.ContainerIdentity;
import io.troupe.node.engine.EngineContainer;
import io.troupe.node.engine.LogReader;
import io.troupe.protocol.identity.InstanceId;
import io.troupe.protocol.identity.NodeId;
import io.troupe.protocol.identity.WorkloadId;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class NodeInstanceAccessTest {
    private static final ActorTestKit KIT = ActorTestKit.create();
    private static final NodeId NODE = NodeId.of("node-1");
    private static final InstanceId INSTANCE = InstanceId.mint(WorkloadId.of("/web"), "1");
    private static final LogRequest REQUEST = new LogRequest(null, true, false, false, null, null);

    private final AtomicBoolean closed = new AtomicBoolean();

    @AfterAll
    static void end() {
        KIT.shutdownTestKit();
    }

    /** An engine with one container, whose output has ended. */
    private ContainerEngine engine() {
        var reader = (LogReader) Proxy.newProxyInstance(
                LogReader.class.getClassLoader(), new Class<?>[] {LogReader.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("close")) {
                        closed.set(true);
                        return null;
                    }
                    return Optional.empty();
                });
        var container = new EngineContainer(
                "c1",
                Map.of(ContainerIdentity.INSTANCE, INSTANCE.value(), ContainerIdentity.CONTAINER, "main"),
                EngineContainer.State.RUNNING,
                null,
                false,
                Instant.EPOCH,
                Instant.EPOCH,
                List.of(),
                null);
        return (ContainerEngine) Proxy.newProxyInstance(
                ContainerEngine.class.getClassLoader(),
                new Class<?>[] {ContainerEngine.class},
                (proxy, method, arguments) -> switch (method.getName()) {
                    case "listOf" -> List.of(container);
                    case "logs" -> reader;
                    default -> throw new AssertionError(method);
                });
    }

    @Test
    void whatNobodyReadsIsClosed() throws Exception {
        var access = new NodeInstanceAccess(NODE, List.of(engine()), Duration.ofMillis(50));
        var output = access.logs(NODE, INSTANCE, REQUEST).toCompletableFuture().get(5, TimeUnit.SECONDS);
        await().untilTrue(closed);
        assertThat(output.runWith(Sink.seq(), KIT.system()).toCompletableFuture())
                .failsWithin(Duration.ofSeconds(5))
                .withThrowableThat()
                .withMessageContaining("nobody read");
    }

    @Test
    void whatIsReadIsReadToItsEnd() throws Exception {
        var access = new NodeInstanceAccess(NODE, List.of(engine()), Duration.ofMinutes(1));
        var output = access.logs(NODE, INSTANCE, REQUEST).toCompletableFuture().get(5, TimeUnit.SECONDS);
        assertThat(output.runWith(Sink.seq(), KIT.system()).toCompletableFuture())
                .succeedsWithin(Duration.ofSeconds(5))
                .satisfies(chunks -> assertThat(chunks).isEmpty());
        await().untilTrue(closed);
    }
}
