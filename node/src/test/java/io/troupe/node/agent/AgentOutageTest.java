package io.troupe.node.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import io.troupe.cluster.access.InstanceAccess;
import io.troupe.node.engine.EngineException.Kind;
import io.troupe.node.engine.simulated.Faults.Operation;
import io.troupe.node.engine.simulated.Latencies;
import io.troupe.node.engine.simulated.SimulatedContainers;
import io.troupe.node.engine.simulated.SimulatedEngine;
import io.troupe.node.engine.simulated.SimulatedTime;
import io.troupe.protocol.identity.InstanceId;
import io.troupe.protocol.identity.WorkloadId;
import io.troupe.protocol.node.NodeDescription.EngineKind;
import io.troupe.protocol.workload.CommandSpec;
import io.troupe.protocol.workload.ContainerSpec;
import io.troupe.protocol.workload.Ending;
import io.troupe.protocol.workload.InstanceState;
import io.troupe.protocol.workload.Resources;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AgentOutageTest {
    private static final ActorTestKit KIT = ActorTestKit.create();
    private static final Resources SMALL = Resources.of(0.1, 32);

    private final SimulatedContainers images =
            new SimulatedContainers(EngineKind.IMAGES, SimulatedTime.wall(), Latencies.NONE);
    private final SimulatedContainers processes =
            new SimulatedContainers(EngineKind.PROCESSES, SimulatedTime.wall(), Latencies.NONE);
    private final AgentUnderTest agent;

    AgentOutageTest(@TempDir Path folder) {
        agent = new AgentUnderTest(KIT, folder);
    }

    @AfterEach
    void stop() {
        images.faults().heal();
        agent.stop();
    }

    @AfterAll
    static void end() {
        KIT.shutdownTestKit();
    }

    @Test
    void anEngineThatIsAwayAtTheStartHoldsUpNoOther() {
        images.fallSilent("no such socket");
        start();
        var process = agent.launch("1", process());
        await().until(() -> agent.state(process) == InstanceState.RUNNING);
        await().until(() -> agent.announcesAsAway(EngineKind.IMAGES));
        images.answerAgain();
        await().until(() -> agent.announcesAsAvailable(EngineKind.IMAGES));
        var image = agent.launch("2", image());
        await().until(() -> agent.state(image) == InstanceState.RUNNING);
    }

    @Test
    void anInstanceOnItsWayWaitsForAnEngineThatIsLost() {
        start();
        await().until(() -> agent.announcesAsAvailable(EngineKind.IMAGES));
        images.fallSilent("killed");
        await().until(() -> agent.announcesAsAway(EngineKind.IMAGES));
        var instance = agent.launch("1", image());
        await().until(() -> agent.state(instance) == InstanceState.PREPARING);
        assertThat(agent.report(instance).message()).isEqualTo("waiting for the engine, which does not answer: killed");
        images.answerAgain();
        await().until(() -> agent.state(instance) == InstanceState.RUNNING);
        assertThat(agent.statesOf(instance)).containsExactly(InstanceState.PREPARING, InstanceState.RUNNING);
    }

    @Test
    void aCallThatMeetsAnOutageIsMadeAgain() {
        start();
        images.faults().fail(Operation.START, Kind.UNAVAILABLE, 2);
        var instance = agent.launch("1", image());
        await().until(() -> agent.state(instance) == InstanceState.RUNNING);
        assertThat(images.end(agent.report(instance).containers().getFirst(), 0, false))
                .isTrue();
        await().until(() -> agent.state(instance) == InstanceState.FINISHED);
    }

    @Test
    void aCallThatIsRefusedFailsTheInstance() {
        start();
        images.faults().fail(Operation.PREPARE, Kind.IMAGE, 1);
        var instance = agent.launch("1", image());
        await().until(() -> agent.state(instance) == InstanceState.FAILED);
        assertThat(agent.report(instance).message()).isEqualTo("told to fail at PREPARE");
    }

    @Test
    void aStopCutsAPullShort() {
        start();
        images.faults().hang(Operation.PREPARE);
        var instance = agent.launch("1", image());
        await().until(() -> agent.holds(instance));
        agent.stop(instance);
        await().atMost(Duration.ofSeconds(3)).until(() -> agent.state(instance) == InstanceState.KILLED);
        assertThat(agent.report(instance).message()).startsWith("stopped because fewer instances are wanted");
    }

    @Test
    void theOutputOfAProcessIsReadAlsoWhileTheEngineForImagesIsAway() {
        start();
        var process = agent.launch("1", process());
        await().until(() -> agent.state(process) == InstanceState.RUNNING);
        images.faults().fail(Operation.LIST, Kind.UNAVAILABLE, 1_000);
        var access = new NodeInstanceAccess(
                AgentUnderTest.NODE, List.of(new SimulatedEngine(images), new SimulatedEngine(processes)));
        var request = new InstanceAccess.LogRequest(null, true, false, false, null, null);
        assertThat(access.logs(AgentUnderTest.NODE, process, request).toCompletableFuture())
                .succeedsWithin(Duration.ofSeconds(5));
        assertThat(access.logs(AgentUnderTest.NODE, InstanceId.mint(WorkloadId.of("/other"), "9"), request)
                        .toCompletableFuture())
                .failsWithin(Duration.ofSeconds(5))
                .withThrowableThat()
                .withMessageContaining("told to fail");
    }

    @Test
    void whatEndedDuringAnOutageIsSeenAfterIt() {
        start();
        var instance = agent.launch("1", image());
        await().until(() -> agent.state(instance) == InstanceState.RUNNING);
        images.fallSilent("killed");
        assertThat(images.end(agent.report(instance).containers().getFirst(), 3, false))
                .isTrue();
        images.answerAgain();
        await().until(() -> agent.state(instance) == InstanceState.FAILED);
        assertThat(agent.report(instance).ending()).isEqualTo(new Ending(3, false));
        assertThat(agent.report(instance).message()).isEqualTo("ended by itself with exit code 3");
    }

    @Test
    void aContainerThatSomebodyRemovedIsLost() {
        start();
        var instance = agent.launch("1", image());
        await().until(() -> agent.state(instance) == InstanceState.RUNNING);
        images.lose(agent.report(instance).containers().getFirst());
        await().until(() -> agent.state(instance).hasEnded());
        assertThat(agent.report(instance).message()).isNotEmpty();
    }

    @Test
    void anInstanceOfAnEngineThatIsStillAwayAfterARestartKeepsItsResources() {
        start();
        var instance = agent.launch("1", image());
        await().until(() -> agent.state(instance) == InstanceState.RUNNING);
        var containers = agent.report(instance).containers();
        agent.stop();
        images.fallSilent("not up yet");
        start();
        await().until(() -> agent.holds(instance));
        assertThat(agent.state(instance)).isEqualTo(InstanceState.PLANNED);
        images.answerAgain();
        await().until(() -> agent.state(instance) == InstanceState.RUNNING);
        assertThat(agent.report(instance).containers()).isEqualTo(containers);
    }

    private void start() {
        agent.start(new SimulatedEngine(images), new SimulatedEngine(processes));
    }

    private static ContainerSpec image() {
        return ContainerSpec.inImage("main", "any:1", new CommandSpec.ImageDefault(), SMALL);
    }

    private static ContainerSpec process() {
        return ContainerSpec.process("main", "serve", SMALL);
    }
}
