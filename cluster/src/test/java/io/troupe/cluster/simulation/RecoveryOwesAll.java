package io.troupe.cluster.simulation;

import io.troupe.cluster.agent.AgentCommand;
import io.troupe.cluster.workload.WorkloadEffect;
import io.troupe.cluster.workload.WorkloadState;
import io.troupe.protocol.identity.InstanceId;
import io.troupe.protocol.workload.Instance;
import io.troupe.protocol.workload.InstanceState;
import java.util.HashSet;
import java.util.Set;

/** An effect that was lost with a machine comes back, because the state alone says that it is owed. */
final class RecoveryOwesAll implements Invariant {
    @Override
    public String sentence() {
        return "What was lost in a crash between storing and acting is said after the recovery";
    }

    @Override
    public void check(Happening happening) {
        if (happening instanceof Happening.Recovered recovered) {
            Set<InstanceId> launched = new HashSet<>();
            Set<InstanceId> stopped = new HashSet<>();
            Set<InstanceId> asked = new HashSet<>();
            Set<InstanceId> demanded = new HashSet<>();
            boolean told = false;
            boolean asksOfNodes = false;
            for (WorkloadEffect effect : recovered.owed().effects()) {
                switch (effect) {
                    case WorkloadEffect.TellAgent(var node, AgentCommand.Launch launch) ->
                        launch.instances().forEach(one -> launched.add(one.instance()));
                    case WorkloadEffect.TellAgent(var node, AgentCommand.Stop stop) -> stopped.addAll(stop.instances());
                    case WorkloadEffect.TellAgent(var node, AgentCommand.Inquire inquire) ->
                        asked.addAll(inquire.expected());
                    case WorkloadEffect.TellAgent other -> {}
                    case WorkloadEffect.TellBroker broker ->
                        demanded.addAll(broker.demand().waiting());
                    case WorkloadEffect.AskBroker question -> asksOfNodes = true;
                    case WorkloadEffect.TellCoordinator coordinator -> told = true;
                }
            }
            WorkloadState state = recovered.state();
            if (state.exists() && state.revision().spec().followsNodes() && !asksOfNodes) {
                throw violation(recovered.workload() + " follows the nodes and does not ask which there are");
            }
            for (Instance instance : recovered.state().instances()) {
                check(recovered, instance, launched, stopped, asked, demanded);
            }
            if (recovered.state().rollout() != null && !told) {
                throw violation(recovered.workload() + " tells its coordinator nothing");
            }
        }
    }

    private void check(
            Happening.Recovered recovered,
            Instance instance,
            Set<InstanceId> launched,
            Set<InstanceId> stopped,
            Set<InstanceId> asked,
            Set<InstanceId> demanded) {
        InstanceId id = instance.id();
        boolean said = switch (instance.state()) {
            case PLANNED ->
                demanded.contains(id)
                        || isHeldBack(recovered.state())
                        || isAfterAnother(recovered.state(), instance, demanded);
            case PLACED -> instance.stopping() == null ? launched.contains(id) : stopped.contains(id);
            default -> asked.contains(id) && (instance.stopping() == null || stopped.contains(id));
        };
        if (!said && instance.state().compareTo(InstanceState.RUNNING) <= 0) {
            throw violation(recovered.workload() + " says nothing of " + instance + ", but "
                    + recovered.owed().effects());
        }
    }

    private static boolean isHeldBack(WorkloadState state) {
        var rollout = state.rollout();
        return state.launchDelay() != null
                || rollout != null && rollout.progress().baseDelay() != null;
    }

    /** A demand is of one revision: what is kept up goes first. */
    private static boolean isAfterAnother(WorkloadState state, Instance instance, Set<InstanceId> demanded) {
        return demanded.stream()
                .flatMap(id -> state.instance(id).stream())
                .anyMatch(other -> other.revision() != instance.revision());
    }
}
