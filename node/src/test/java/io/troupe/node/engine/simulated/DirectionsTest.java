package io.troupe.node.engine.simulated;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.troupe.node.engine.ContainerPlan;
import io.troupe.node.engine.EngineContainer;
import io.troupe.node.engine.EngineContainer.State;
import io.troupe.node.engine.EngineEvent;
import io.troupe.node.engine.EngineException;
import io.troupe.node.engine.EngineException.Kind;
import io.troupe.node.engine.PrepareProgress;
import io.troupe.protocol.node.NodeDescription.EngineKind;
import io.troupe.protocol.workload.CommandSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DirectionsTest {
    private static final Instant START = Instant.ofEpochSecond(1_000);

    private final VirtualTime time = new VirtualTime(START);
    private final SimulatedContainers containers = new SimulatedContainers(EngineKind.IMAGES, time, Latencies.NONE);
    private final SimulatedUnderTest plans = new SimulatedUnderTest(containers);
    private final SimulatedEngine engine = new SimulatedEngine(containers);

    @Test
    void anOperationFailsTheFirstTimesForEachContainer() {
        for (var container = 0; container < 2; container++) {
            var id = engine.create(plan("fail start unavailable 2"));
            assertFails(Kind.UNAVAILABLE, () -> engine.start(id));
            assertFails(Kind.UNAVAILABLE, () -> engine.start(id));
            engine.start(id);
            assertThat(state(id)).isEqualTo(State.RUNNING);
        }
    }

    @Test
    void anOperationWithoutACountFailsAlways() {
        var plan = plan("fail prepare image");
        for (var call = 0; call < 10; call++) {
            assertFails(Kind.IMAGE, () -> engine.prepare(plan, PrepareProgress.SILENT));
        }
    }

    @Test
    void stepsReplaceTheCommand() {
        var id = engine.create(plan("sleep 5; oom"));
        engine.start(id);
        time.advance(Duration.ofSeconds(5));
        assertThat(engine.find(id))
                .get()
                .extracting(EngineContainer::state, EngineContainer::exitCode, EngineContainer::outOfMemory)
                .containsExactly(State.ENDED, 137, true);
    }

    @Test
    void aContainerVanishes() {
        var id = engine.create(plan("sleep 1; vanish"));
        engine.start(id);
        time.advance(Duration.ofSeconds(1));
        assertThat(engine.find(id)).isEmpty();
    }

    @Test
    void theEngineFallsSilentAndComesBack() {
        var events = new ArrayList<EngineEvent>();
        engine.subscribe(events::add);
        var id = engine.create(plan("outage 7; exit 2"));
        engine.start(id);
        assertThat(engine.describe().available()).isFalse();
        time.advance(Duration.ofSeconds(7));
        assertThat(engine.describe().available()).isTrue();
        assertThat(events)
                .containsExactly(
                        new EngineEvent.Started(id, START),
                        new EngineEvent.Lost("told to by " + id),
                        new EngineEvent.Back(),
                        new EngineEvent.Ended(id, 2, false, START.plusSeconds(7)));
    }

    @Test
    void aWordThatIsNoneIsRefused() {
        for (var wrong : List.of("fail everything image", "fail start loudly", "slow sleep 3")) {
            assertFails(Kind.REFUSED_BY_ENGINE, () -> engine.create(plan(wrong)));
        }
    }

    private static void assertFails(Kind kind, Runnable call) {
        assertThatThrownBy(call::run)
                .isInstanceOfSatisfying(
                        EngineException.class, e -> assertThat(e.kind()).isEqualTo(kind));
    }

    private State state(String id) {
        return engine.find(id).orElseThrow().state();
    }

    private ContainerPlan plan(String told) {
        var plan = plans.plan(new CommandSpec.ImageDefault());
        return new ContainerPlan(
                plan.identity(),
                plan.container(),
                Map.of(Directions.VARIABLE, told),
                plan.network(),
                plan.networkOf(),
                plan.ports(),
                plan.sandbox(),
                plan.volumes());
    }
}
