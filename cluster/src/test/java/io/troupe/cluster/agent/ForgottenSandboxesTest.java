package io.troupe.cluster.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.troupe.cluster.agent.AgentInput.Found;
import io.troupe.cluster.agent.AgentInput.Stage;
import io.troupe.protocol.identity.InstanceId;
import io.troupe.protocol.identity.NodeId;
import io.troupe.protocol.identity.WorkloadId;
import io.troupe.protocol.node.NodeDescription;
import io.troupe.protocol.node.NodeDescription.EngineDescription;
import io.troupe.protocol.node.NodeDescription.EngineKind;
import io.troupe.protocol.workload.Ending;
import io.troupe.protocol.workload.InstancePlace;
import io.troupe.protocol.workload.Resources;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Sandboxes that a former run of the agent left without a note: they go once it is sure that nothing has them any more. */
class ForgottenSandboxesTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final NodeId NODE = NodeId.of("n1");
    private static final WorkloadId WORKLOAD = WorkloadId.of("/prod/web");
    private static final InstanceId ENDED = InstanceId.mint(WORKLOAD, "ended");
    private static final Set<String> LEFT = Set.of(ENDED.value(), "gone");

    private AgentState state = AgentState.starting(
            new NodeDescription(
                    NODE,
                    "127.0.0.1",
                    Resources.of(2, 2_048),
                    List.of(),
                    Map.of(),
                    null,
                    null,
                    List.of(),
                    List.of(
                            new EngineDescription(EngineKind.IMAGES, "docker", "", true),
                            new EngineDescription(EngineKind.PROCESSES, "process", "", true)),
                    "test"),
            START);

    @Test
    void theyStayWhileAnEngineHasNotBeenHeard() {
        take(new AgentInput.Noted(List.of(), LEFT));

        assertThat(sweeps(listed(EngineKind.PROCESSES))).isEmpty();
        assertThat(sweeps(new AgentInput.ListingFailed(EngineKind.IMAGES, "away")))
                .isEmpty();
        assertThat(sweeps(listed(EngineKind.PROCESSES))).isEmpty();
    }

    @Test
    void onceAllEnginesHaveBeenHeardThoseOfNoInstanceGo() {
        take(new AgentInput.Noted(List.of(), LEFT));
        take(listed(EngineKind.PROCESSES, found()));

        assertThat(sweeps(listed(EngineKind.IMAGES))).containsExactly(new AgentEffect.Sweep(LEFT, Set.of(ENDED)));
    }

    @Test
    void theyAreSweptOnce() {
        take(new AgentInput.Noted(List.of(), LEFT));
        take(listed(EngineKind.PROCESSES));
        take(listed(EngineKind.IMAGES));

        assertThat(sweeps(listed(EngineKind.IMAGES))).isEmpty();
    }

    @Test
    void whereNoneIsLeftNothingIsSwept() {
        take(new AgentInput.Noted(List.of()));
        take(listed(EngineKind.PROCESSES));

        assertThat(sweeps(listed(EngineKind.IMAGES))).isEmpty();
    }

    private static AgentInput listed(EngineKind kind, Found... found) {
        return new AgentInput.Listed(START, Set.of(kind), List.of(found));
    }

    private static Found found() {
        return new Found(
                ENDED,
                WORKLOAD,
                new InstancePlace(NODE, "127.0.0.1", List.of()),
                Resources.of(0.1, 32),
                Set.of(EngineKind.PROCESSES),
                List.of("c1"),
                List.of(),
                Stage.ENDED,
                new Ending(0, false),
                START,
                List.of());
    }

    private List<AgentEffect> take(AgentInput input) {
        var decision = AgentDecisions.decide(state, input, START);
        state = decision.state();
        return decision.effects();
    }

    private List<AgentEffect> sweeps(AgentInput input) {
        return take(input).stream().filter(AgentEffect.Sweep.class::isInstance).toList();
    }
}
