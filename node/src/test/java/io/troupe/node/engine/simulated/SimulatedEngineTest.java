package io.troupe.node.engine.simulated;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.troupe.node.engine.ContainerEngine;
import io.troupe.node.engine.EngineContainer.State;
import io.troupe.node.engine.EngineEvent;
import io.troupe.node.engine.EngineException;
import io.troupe.node.engine.EngineException.Kind;
import io.troupe.node.engine.simulated.Faults.Operation;
import io.troupe.protocol.node.NodeDescription.EngineKind;
import io.troupe.protocol.workload.CommandSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;

class SimulatedEngineTest {
    private static final Instant START = Instant.ofEpochSecond(1_000);

    private final VirtualTime time = new VirtualTime(START);
    private final SimulatedContainers containers = new SimulatedContainers(EngineKind.PROCESSES, time, Latencies.NONE);
    private final SimulatedUnderTest plans = new SimulatedUnderTest(containers);
    private final ContainerEngine engine = plans.open();
    private final Queue<EngineEvent> events = new ConcurrentLinkedQueue<>();

    @Test
    void aScriptRunsOnVirtualTime() {
        var id = run("sleep 90; exit 4");
        time.advance(Duration.ofSeconds(89));
        assertThat(state(id)).isEqualTo(State.RUNNING);
        time.advance(Duration.ofSeconds(1));
        assertThat(events)
                .containsExactly(
                        new EngineEvent.Started(id, START), new EngineEvent.Ended(id, 4, false, START.plusSeconds(90)));
    }

    @Test
    void aServerRunsUntilItIsStopped() {
        var id = run("/usr/sbin/httpd -f -p $PORT0");
        time.advance(Duration.ofDays(1));
        assertThat(state(id)).isEqualTo(State.RUNNING);
        engine.stop(id, Duration.ofSeconds(5));
        assertThat(engine.find(id).orElseThrow().exitCode()).isEqualTo(143);
    }

    @Test
    void whoIgnoresTheStopSignalIsKilledAfterTheGracePeriod() {
        var id = run("trap '' TERM; serve");
        var stopping = Thread.ofVirtual().start(() -> engine.stop(id, Duration.ofSeconds(5)));
        await().until(() -> stopping.getState() == Thread.State.WAITING);
        time.advance(Duration.ofSeconds(5));
        await().until(() -> state(id) == State.ENDED);
        assertThat(engine.find(id).orElseThrow().exitCode()).isEqualTo(137);
    }

    @Test
    void anOperationFailsAsOftenAsItWasTold() {
        containers.faults().fail(Operation.CREATE, Kind.IMAGE, 2);
        var plan = plans.plan(new CommandSpec.Shell("serve"));
        for (var time = 0; time < 2; time++) {
            assertThatThrownBy(() -> engine.create(plan))
                    .isInstanceOfSatisfying(
                            EngineException.class, e -> assertThat(e.kind()).isEqualTo(Kind.IMAGE));
        }
        assertThat(engine.create(plan)).isNotEmpty();
    }

    @Test
    void aCallHangsUntilTheFaultIsHealed() {
        var id = run("serve");
        containers.faults().hang(Operation.STOP);
        var stopping = Thread.ofVirtual().start(() -> engine.stop(id, Duration.ZERO));
        await().until(() -> stopping.getState() == Thread.State.WAITING);
        assertThat(state(id)).isEqualTo(State.RUNNING);
        containers.faults().heal();
        await().until(() -> state(id) == State.ENDED);
    }

    @Test
    void duringAnOutageNothingIsAnsweredNorTold() {
        var id = run("sleep 10; exit 1");
        containers.fallSilent("the engine is gone");
        time.advance(Duration.ofSeconds(20));
        assertThat(engine.describe().available()).isFalse();
        assertThatThrownBy(engine::list)
                .isInstanceOfSatisfying(
                        EngineException.class, e -> assertThat(e.kind()).isEqualTo(Kind.UNAVAILABLE));
        containers.answerAgain();
        assertThat(events)
                .containsExactly(
                        new EngineEvent.Started(id, START),
                        new EngineEvent.Lost("the engine is gone"),
                        new EngineEvent.Back());
        assertThat(state(id)).isEqualTo(State.ENDED);
    }

    @Test
    void containersVanishWithOrWithoutAWord() {
        var first = run("serve");
        run("serve");
        containers.lose(first);
        assertThat(events).contains(new EngineEvent.Removed(first, START));
        containers.loseAll();
        assertThat(engine.list()).isEmpty();
    }

    private String run(String line) {
        if (events.isEmpty()) {
            engine.subscribe(events::add);
        }
        var id = engine.create(plans.plan(new CommandSpec.Shell(line)));
        engine.start(id);
        return id;
    }

    private State state(String id) {
        return engine.find(id).orElseThrow().state();
    }
}
