package io.troupe.cluster.simulation;

import io.troupe.cluster.agent.AgentCommand;
import io.troupe.cluster.agent.AgentCommand.Assignment;
import io.troupe.cluster.agent.AgentDecisions;
import io.troupe.cluster.agent.AgentEffect;
import io.troupe.cluster.agent.AgentInput;
import io.troupe.cluster.agent.AgentState;
import io.troupe.cluster.agent.HeldInstance;
import io.troupe.cluster.agent.HeldInstances;
import io.troupe.cluster.agent.Holding;
import io.troupe.protocol.workload.Ending;
import io.troupe.protocol.workload.Resources;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** Faults planted into an agent. */
final class AgentMutations {
    private AgentMutations() {}

    /** A host port that is in use counts as free, here and for the broker. */
    static AgentCore reusesHostPorts() {
        return holding(held -> new Holding(held.instance(), held.workload(), held.resources(), List.of()));
    }

    /** What runs takes nothing of the node. */
    static AgentCore lendsMoreThanItHas() {
        return holding(held -> new Holding(held.instance(), held.workload(), Resources.NONE, held.hostPorts()));
    }

    /** What runs takes nothing of custom resources. */
    static AgentCore lendsCustomTwice() {
        return holding(held ->
                new Holding(held.instance(), held.workload(), held.resources().withCustom(Map.of()), held.hostPorts()));
    }

    private static AgentCore holding(UnaryOperator<Holding> mistake) {
        return remembering(held -> new HeldInstance(
                mistake.apply(held.holding()),
                held.containers(),
                held.report(),
                held.sight(),
                held.stopping(),
                held.kept(),
                held.acknowledgedAt()));
    }

    private static AgentCore remembering(UnaryOperator<HeldInstance> memory) {
        return (state, input, now) -> {
            var decision = AgentCore.PRODUCT.decide(state, input, now);
            var instances = decision.state().instances();
            for (var held : decision.state().instances().byId().values()) {
                instances = instances.with(memory.apply(held));
            }
            return new AgentDecisions.Decision(with(decision.state(), instances), decision.effects());
        };
    }

    /** That an instance has ended is forgotten as soon as it is told. */
    static AgentCore forgetsWhatEnded() {
        return (state, input, now) -> {
            var decision = AgentCore.PRODUCT.decide(state, input, now);
            var instances = decision.state().instances();
            for (var held : decision.state().instances().byId().values()) {
                instances = held.hasEnded() ? instances.without(held.id()) : instances;
            }
            return new AgentDecisions.Decision(with(decision.state(), instances), decision.effects());
        };
    }

    /** What shall stop is reported as stopped before it has. */
    static AgentCore saysStoppedTooEarly() {
        return (state, input, now) -> {
            var decision = AgentCore.PRODUCT.decide(state, input, now);
            if (!(input instanceof AgentInput.Asked(AgentCommand.Stop stop))) {
                return decision;
            }
            var effects = new ArrayList<>(decision.effects());
            var reached = decision.state();
            for (var id : stop.instances()) {
                var then = AgentCore.PRODUCT.decide(reached, new AgentInput.Ended(id, Ending.UNKNOWN, ""), now);
                effects.addAll(then.effects());
                reached = then.state();
            }
            return new AgentDecisions.Decision(reached, effects);
        };
    }

    /** For which run of the agent something was placed is not looked at. */
    static AgentCore launchesForFormerRuns() {
        return (state, input, now) -> {
            if (!(input instanceof AgentInput.Asked(AgentCommand.Launch launch))) {
                return AgentCore.PRODUCT.decide(state, input, now);
            }
            var asked = launch.instances().stream()
                    .collect(Collectors.toMap(Assignment::instance, one -> one, (one, same) -> one));
            var forAnyRun = launch.instances().stream()
                    .map(one -> new Assignment(
                            one.instance(), one.slot(), one.place().in(null)))
                    .toList();
            var decision = AgentCore.PRODUCT.decide(
                    state,
                    new AgentInput.Asked(new AgentCommand.Launch(launch.workload(), launch.revision(), forAnyRun)),
                    now);
            return new AgentDecisions.Decision(
                    decision.state(),
                    decision.effects().stream()
                            .map(effect -> effect instanceof AgentEffect.Run(var revision, var what)
                                    ? new AgentEffect.Run(revision, Objects.requireNonNull(asked.get(what.instance())))
                                    : effect)
                            .toList());
        };
    }

    /** What was reported once is not reported again, whether or not it was acknowledged. */
    static AgentCore reportsOnce() {
        return (state, input, now) -> {
            var decision = AgentCore.PRODUCT.decide(state, input, now);
            return new AgentDecisions.Decision(
                    decision.state(),
                    decision.effects().stream()
                            .filter(effect -> !(effect instanceof AgentEffect.Report)
                                    || !(input instanceof AgentInput.Tick)
                                            && !(input instanceof AgentInput.Asked(AgentCommand.Inquire inquire)))
                            .toList());
        };
    }

    private static AgentState with(AgentState state, HeldInstances instances) {
        return new AgentState(
                state.node(),
                state.incarnation(),
                state.noted(),
                state.unnoted(),
                state.engines(),
                instances,
                state.outboxes(),
                state.unacknowledged(),
                state.reportNumber(),
                state.changed(),
                state.announcedAt(),
                state.upkeepAt());
    }
}
