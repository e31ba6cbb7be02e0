package io.troupe.cluster.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.troupe.cluster.agent.AgentCommand.Assignment;
import io.troupe.cluster.agent.AgentInput.Found;
import io.troupe.cluster.agent.AgentInput.Stage;
import io.troupe.protocol.identity.InstanceId;
import io.troupe.protocol.identity.NodeId;
import io.troupe.protocol.identity.WorkloadId;
import io.troupe.protocol.node.NodeDescription;
import io.troupe.protocol.node.NodeDescription.EngineDescription;
import io.troupe.protocol.node.NodeDescription.EngineKind;
import io.troupe.protocol.workload.ContainerEnding;
import io.troupe.protocol.workload.ContainerSpec;
import io.troupe.protocol.workload.Ending;
import io.troupe.protocol.workload.InstancePlace;
import io.troupe.protocol.workload.InstanceReport;
import io.troupe.protocol.workload.InstanceState;
import io.troupe.protocol.workload.Resources;
import io.troupe.protocol.workload.Revision;
import io.troupe.protocol.workload.StopPolicy;
import io.troupe.protocol.workload.WorkloadSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** An instance of two containers: they are one thing that lives and dies. */
class SeveralContainersTest {
    private static final WorkloadId SHOP = WorkloadId.of("/shop");
    private static final InstanceId ONE = InstanceId.mint(SHOP, "1");
    private static final NodeId NODE = NodeId.of("n1");
    private static final InstancePlace PLACE = new InstancePlace(NODE, "10.0.0.1", List.of());
    private static final Duration GRACE = Duration.ofSeconds(9);
    private static final Set<EngineKind> PROCESSES = Set.of(EngineKind.PROCESSES);
    private static final Ending WELL = new Ending(0, false);
    private static final Ending BADLY = new Ending(3, false);

    private Instant now = Instant.parse("2026-11-23T10:00:00Z");
    private AgentState state = AgentState.starting(
            new NodeDescription(
                    NODE,
                    "10.0.0.1",
                    Resources.of(4, 4_000),
                    List.of(),
                    Map.of(),
                    null,
                    null,
                    List.of(),
                    List.of(new EngineDescription(EngineKind.PROCESSES, "process", "1", true)),
                    "1"),
            now);

    private List<AgentEffect> take(AgentInput input) {
        now = now.plusMillis(10);
        var decision = AgentDecisions.decide(state, input, now);
        state = decision.state();
        return decision.effects();
    }

    private static WorkloadSpec spec() {
        var resources = Resources.of(0.1, 32);
        return WorkloadSpec.of(SHOP, ContainerSpec.process("web", "serve", resources)).toBuilder()
                .containers(List.of(
                        ContainerSpec.process("web", "serve", resources),
                        ContainerSpec.process("setup", "prepare", resources)))
                .overhead(Resources.of(0.1, 32))
                .stop(new StopPolicy(GRACE))
                .build();
    }

    private void launch() {
        take(new AgentInput.Noted(List.of()));
        take(new AgentInput.Asked(
                new AgentCommand.Launch(SHOP, new Revision(1, now, spec()), List.of(new Assignment(ONE, 0, PLACE)))));
        take(new AgentInput.Started(ONE, List.of("c1", "c2"), List.of()));
    }

    private InstanceReport report() {
        return state.instance(ONE).orElseThrow().report();
    }

    @Test
    void oneThatHasDoneItsWorkLeavesTheOtherRunning() {
        launch();
        take(new AgentInput.ContainerEnded(ONE, "setup", WELL));
        assertThat(report().state()).isEqualTo(InstanceState.RUNNING);
        assertThat(report().endings()).containsExactly(new ContainerEnding("setup", WELL));
        assertThat(report().ending()).isNull();
        assertThat(take(new AgentInput.ContainerEnded(ONE, "setup", WELL))).isEmpty();
    }

    @Test
    void whenAllHaveDoneTheirWorkTheInstanceIsFinished() {
        launch();
        take(new AgentInput.ContainerEnded(ONE, "setup", WELL));
        assertThat(take(new AgentInput.ContainerEnded(ONE, "web", WELL)))
                .contains(new AgentEffect.Stop(ONE, PROCESSES, GRACE));
        take(new AgentInput.Ended(ONE, WELL, ""));
        assertThat(report().state()).isEqualTo(InstanceState.FINISHED);
        assertThat(report().endings())
                .containsExactly(new ContainerEnding("setup", WELL), new ContainerEnding("web", WELL));
    }

    @Test
    void oneThatFailsEndsTheInstanceAndTheOtherHasItsGracePeriod() {
        launch();
        assertThat(take(new AgentInput.ContainerEnded(ONE, "web", BADLY)))
                .contains(new AgentEffect.Stop(ONE, PROCESSES, GRACE));
        var stopped = new Ending(143, false);
        take(new AgentInput.Ended(
                ONE, BADLY, "", List.of(new ContainerEnding("web", BADLY), new ContainerEnding("setup", stopped))));
        assertThat(report().state()).isEqualTo(InstanceState.FAILED);
        assertThat(report().ending()).isEqualTo(BADLY);
        assertThat(report().message()).isEqualTo("container web ended by itself with exit code 3");
        assertThat(report().endings())
                .containsExactly(new ContainerEnding("web", BADLY), new ContainerEnding("setup", stopped));
    }

    @Test
    void oneOfWhichNothingIsKnownEndsTheInstance() {
        launch();
        assertThat(take(new AgentInput.ContainerEnded(ONE, Ending.UNKNOWN)))
                .contains(new AgentEffect.Stop(ONE, PROCESSES, GRACE));
    }

    @Test
    void afterARestartOfTheAgentOneThatHasDoneItsWorkIsStillWell() {
        take(new AgentInput.Noted(List.of()));
        take(new AgentInput.Listed(now, PROCESSES, List.of(found(Stage.HALF_ENDED, "setup", WELL))));
        assertThat(report().state()).isEqualTo(InstanceState.RUNNING);
        assertThat(report().endings()).containsExactly(new ContainerEnding("setup", WELL));
    }

    @Test
    void afterARestartOfTheAgentOneThatFailedMeanwhileEndsTheInstance() {
        take(new AgentInput.Noted(List.of()));
        var effects = take(new AgentInput.Listed(now, PROCESSES, List.of(found(Stage.HALF_ENDED, "web", BADLY))));
        assertThat(effects).contains(new AgentEffect.Stop(ONE, PROCESSES, GRACE));
    }

    private Found found(Stage stage, String container, Ending ending) {
        return new Found(
                ONE,
                SHOP,
                PLACE,
                spec().resources(),
                PROCESSES,
                List.of("c1", "c2"),
                List.of(),
                stage,
                ending,
                now,
                List.of(),
                List.of(new ContainerEnding(container, ending)),
                GRACE);
    }

    @Test
    void whatItTakesIsTheSumAndWhatItTakesBeside() {
        assertThat(spec().resources()).isEqualTo(new Resources(300, 96, 0, 0));
    }
}
