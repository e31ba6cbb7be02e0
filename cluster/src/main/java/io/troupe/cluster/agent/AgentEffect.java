package io.troupe.cluster.agent;

import io.troupe.cluster.agent.AgentCommand.Assignment;
import io.troupe.protocol.identity.InstanceId;
import io.troupe.protocol.workload.Revision;
import java.time.Duration;
import java.util.List;

/** What an agent wishes to be done; doing it twice does no harm. */
public sealed interface AgentEffect {
    /** Prepare, create and start all containers of the instance. */
    record Run(Revision revision, Assignment assignment) implements AgentEffect {}

    /** Stop all containers of the instance, or give up starting it; ends with {@link AgentInput.Ended}. */
    record Stop(InstanceId instance, Duration grace) implements AgentEffect {}

    /** Remove what is left of an ended instance: containers, output, sandbox. */
    record Remove(InstanceId instance) implements AgentEffect {}

    /** Tell the workload's supervisor. */
    record Report(AgentReports reports) implements AgentEffect {}

    /**
     * Tell the broker the whole of what the node holds.
     *
     * @param number counts the announcements of this run of the agent
     * @param live the instances that have not ended
     */
    record Announce(long number, List<HeldInstance> live) implements AgentEffect {
        public Announce {
            live = List.copyOf(live);
        }
    }
}
