package io.troupe.cluster.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.troupe.cluster.agent.AgentCommand.Assignment;
import io.troupe.protocol.identity.InstanceId;
import io.troupe.protocol.identity.NodeId;
import io.troupe.protocol.identity.WorkloadId;
import io.troupe.protocol.node.NodeDescription;
import io.troupe.protocol.node.NodeDescription.EngineDescription;
import io.troupe.protocol.node.NodeDescription.EngineKind;
import io.troupe.protocol.workload.ContainerSpec;
import io.troupe.protocol.workload.InstancePlace;
import io.troupe.protocol.workload.InstanceState;
import io.troupe.protocol.workload.Resources;
import io.troupe.protocol.workload.Revision;
import io.troupe.protocol.workload.WorkloadSpec;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** An agent's memory of what it refused ends with its JVM; so a later run of it starts only what was placed for it. */
class LaunchesOfFormerRunsTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final WorkloadId WORKLOAD = WorkloadId.of("/prod/web");
    private static final InstanceId INSTANCE = InstanceId.mint(WORKLOAD, "1");
    private static final InstancePlace PLACE = new InstancePlace(NodeId.of("n1"), "127.0.0.1", List.of());

    private final AgentState agent = AgentDecisions.decide(
                    AgentState.starting(node(), START), new AgentInput.Noted(List.of()), START)
            .state();

    @Test
    void whatWasPlacedForAFormerRunIsRefused() {
        var decision = launch(PLACE.in(agent.incarnation() - 1));

        assertThat(runs(decision)).isEmpty();
        assertThat(reported(decision)).isEqualTo(InstanceState.DROPPED);
    }

    @Test
    void whatWasPlacedForThisRunIsStarted() {
        assertThat(runs(launch(PLACE.in(agent.incarnation())))).hasSize(1);
    }

    @Test
    void whatWasPlacedBeforePlacesNamedARunIsStarted() {
        assertThat(runs(launch(PLACE))).hasSize(1);
    }

    private AgentDecisions.Decision launch(InstancePlace place) {
        var revision = new Revision(
                1, START, WorkloadSpec.of(WORKLOAD, ContainerSpec.process("main", "run", Resources.of(0.1, 32))));
        var launch = new AgentCommand.Launch(WORKLOAD, revision, List.of(new Assignment(INSTANCE, 0, place)));
        return AgentDecisions.decide(agent, new AgentInput.Asked(launch), START);
    }

    private static List<AgentEffect> runs(AgentDecisions.Decision decision) {
        return decision.effects().stream()
                .filter(AgentEffect.Run.class::isInstance)
                .toList();
    }

    private static InstanceState reported(AgentDecisions.Decision decision) {
        return decision.state().instance(INSTANCE).orElseThrow().report().state();
    }

    private static NodeDescription node() {
        return new NodeDescription(
                NodeId.of("n1"),
                "127.0.0.1",
                Resources.of(2, 2_048),
                List.of(),
                Map.of(),
                null,
                null,
                List.of(),
                List.of(new EngineDescription(EngineKind.PROCESSES, "process", "", true)),
                "test");
    }
}
