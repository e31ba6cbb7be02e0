package io.troupe.node.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.troupe.cluster.agent.AgentEffect;
import io.troupe.cluster.agent.AgentInput;
import io.troupe.cluster.check.CheckPlan;
import io.troupe.cluster.check.CheckPlan.ContainerCheck;
import io.troupe.node.engine.EngineException;
import io.troupe.protocol.health.CheckPurpose;
import io.troupe.protocol.health.CheckSpec;
import io.troupe.protocol.health.Probe;
import io.troupe.protocol.health.Probe.Endpoint;
import io.troupe.protocol.health.Probe.PortReference;
import io.troupe.protocol.health.Readiness;
import io.troupe.protocol.identity.InstanceId;
import io.troupe.protocol.identity.NodeId;
import io.troupe.protocol.node.NodeDescription.EngineKind;
import io.troupe.protocol.workload.InstancePlace;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class CheckRunnerTest {
    private static final InstanceId ONE = InstanceId.of("web.instance-1");
    private static final InstanceId TWO = InstanceId.of("web.instance-2");

    private final ConcurrentLinkedQueue<AgentInput> told = new ConcurrentLinkedQueue<>();

    @Test
    void aServerThatGoesIsFoundOutAndToldOnceItCountsUp() throws IOException {
        try (var runner = runner()) {
            try (var server = AnsweringServer.saying("")) {
                runner.watch(watch(ONE, tcp(server.port())));
                await().until(() -> readiness(ONE) == Readiness.READY);
            }
            await().until(() -> readiness(ONE) == Readiness.NOT_READY);
            await().until(() -> told.size() >= 4);
        }
    }

    @Test
    void whoHangsDelaysNobodyElse() throws IOException {
        var hang = new CountDownLatch(1);
        try (var runner = runner();
                var silent = new AnsweringServer(_ -> {
                    try {
                        hang.await();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                });
                var server = AnsweringServer.saying("")) {
            for (var number = 0; number < 200; number++) {
                runner.watch(watch(InstanceId.of("slow.instance-" + number), http(silent.port())));
            }
            runner.watch(watch(TWO, tcp(server.port())));
            await().until(() -> server.connections() > 10);
            assertThat(readiness(TWO)).isEqualTo(Readiness.READY);
        } finally {
            hang.countDown();
        }
    }

    @Test
    void whatIsNotWatchedAnyMoreIsLeftAlone() throws IOException {
        try (var runner = runner();
                var server = AnsweringServer.saying("");
                var other = AnsweringServer.saying("")) {
            runner.watch(watch(ONE, tcp(server.port())));
            await().until(() -> readiness(ONE) == Readiness.READY);
            runner.unwatch(ONE);
            runner.watch(watch(TWO, tcp(other.port())));
            await().until(() -> other.connections() > 5);
            var before = server.connections();
            await().until(() -> other.connections() > 15);
            assertThat(server.connections()).isEqualTo(before);
        }
    }

    @Test
    void aCommandWithoutItsContainerFailsInWords() {
        try (var runner = runner()) {
            runner.watch(watch(ONE, new Probe.Command("true")));
            await().until(() -> readiness(ONE) == Readiness.NOT_READY);
            assertThat(told)
                    .allSatisfy(input -> assertThat(input.toString()).contains("cannot be run: no such container"));
        }
    }

    private CheckRunner runner() {
        return new CheckRunner(
                (instance, engines, container) -> {
                    throw new EngineException(EngineException.Kind.NOT_FOUND, "no such container");
                },
                told::add);
    }

    private Readiness readiness(InstanceId id) {
        var last = Readiness.UNKNOWN;
        for (var input : told) {
            if (input instanceof AgentInput.Checked checked
                    && checked.instance().equals(id)) {
                last = checked.health().readiness();
            }
        }
        return last;
    }

    private static Probe tcp(int port) {
        return new Probe.Tcp(new Endpoint(new PortReference.Fixed(port), false, false));
    }

    private static Probe http(int port) {
        return new Probe.Http(false, "/", new Endpoint(new PortReference.Fixed(port), false, false), List.of(), false);
    }

    private static AgentEffect.Watch watch(InstanceId id, Probe probe) {
        var spec = CheckSpec.of("alive", CheckPurpose.LIVENESS, probe)
                .withTimes(Duration.ZERO, Duration.ZERO, Duration.ofMillis(20), Duration.ofSeconds(30));
        var place = new InstancePlace(NodeId.of("n1"), "127.0.0.1", List.of());
        return new AgentEffect.Watch(
                id,
                Set.of(EngineKind.PROCESSES),
                new CheckPlan(place, List.of(new ContainerCheck("main", spec))),
                List.of(),
                Instant.now(),
                false);
    }
}
