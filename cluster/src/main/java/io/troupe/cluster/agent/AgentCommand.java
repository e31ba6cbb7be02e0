package io.troupe.cluster.agent;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.troupe.cluster.ClusterMessage;
import io.troupe.protocol.identity.InstanceId;
import io.troupe.protocol.identity.WorkloadId;
import io.troupe.protocol.workload.InstancePlace;
import io.troupe.protocol.workload.Revision;
import io.troupe.protocol.workload.StopReason;
import java.time.Duration;
import java.util.List;

/** What is asked of the agent of a node. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "command")
@JsonSubTypes({
    @JsonSubTypes.Type(value = AgentCommand.Launch.class, name = "launch"),
    @JsonSubTypes.Type(value = AgentCommand.Stop.class, name = "stop"),
    @JsonSubTypes.Type(value = AgentCommand.Inquire.class, name = "inquire"),
    @JsonSubTypes.Type(value = AgentCommand.Acknowledge.class, name = "acknowledge"),
    @JsonSubTypes.Type(value = AgentCommand.Announce.class, name = "announce")
})
public sealed interface AgentCommand extends ClusterMessage {
    /**
     * Run these instances of one revision. Those the agent has (or had, and still remembers as ended) are only reported again; those it has no room for
     * or that were placed for a former run of the agent are reported as DROPPED.
     */
    record Launch(WorkloadId workload, Revision revision, List<Assignment> instances) implements AgentCommand {
        public Launch {
            instances = List.copyOf(instances);
        }
    }

    /** Stop these instances: the stop signal, then after {@code grace} the kill signal. Unknown ones are reported as LOST. */
    record Stop(WorkloadId workload, List<InstanceId> instances, Duration grace, StopReason reason)
            implements AgentCommand {
        public Stop {
            instances = List.copyOf(instances);
        }
    }

    /**
     * Report all instances of the workload on this node, and as LOST each one of {@code expected} that the agent does not have.
     * This is how supervisors and agents compare whole pictures.
     */
    record Inquire(WorkloadId workload, List<InstanceId> expected) implements AgentCommand {
        public Inquire {
            expected = List.copyOf(expected);
        }
    }

    /** The reports of this batch are stored; ended instances in it may be forgotten. */
    record Acknowledge(WorkloadId workload, long batch) implements AgentCommand {}

    /** A broker with this epoch is new: tell it what the node is and holds. */
    record Announce(long epoch) implements AgentCommand {}

    /** One instance to run and where. */
    record Assignment(InstanceId instance, int slot, InstancePlace place) {}
}
