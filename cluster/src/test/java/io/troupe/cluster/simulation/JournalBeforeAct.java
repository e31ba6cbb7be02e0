package io.troupe.cluster.simulation;

import io.troupe.cluster.agent.AgentCommand;
import io.troupe.protocol.identity.NodeId;
import io.troupe.protocol.workload.StopReason;

final class JournalBeforeAct implements Invariant {
    private final World world;

    JournalBeforeAct(World world) {
        this.world = world;
    }

    @Override
    public String sentence() {
        return "Nothing is told to an agent or shown to readers that is not stored";
    }

    @Override
    public void check(Happening happening) {
        switch (happening) {
            case Happening.Commanded(NodeId node, AgentCommand.Launch launch) -> {
                var stored = world.truth().workload(launch.workload());
                for (var assignment : launch.instances()) {
                    var instance = stored.instance(assignment.instance());
                    // It may have ended since: then a late launch is refused by the agent.
                    if (instance.isPresent()
                            && !assignment.place().equals(instance.get().place())) {
                        throw violation(
                                "launch of " + assignment.instance() + " on " + node + ", stored is " + instance);
                    }
                }
            }
            case Happening.Commanded(NodeId node, AgentCommand.Stop stop)
            when stop.reason() != StopReason.UNKNOWN_TO_SUPERVISOR -> {
                var stored = world.truth().workload(stop.workload());
                for (var id : stop.instances()) {
                    if (stored.instance(id)
                            .filter(one -> one.stopping() == null)
                            .isPresent()) {
                        throw violation("stop of " + id + " on " + node + ", which is not stored");
                    }
                }
            }
            case Happening.Shown shown -> {
                var stored = world.truth().workload(shown.workload());
                if (shown.view().sequence() > stored.sequence()) {
                    throw violation(shown.workload() + " is shown as of "
                            + shown.view().sequence() + ", stored are " + stored.sequence());
                }
            }
            default -> {}
        }
    }
}
