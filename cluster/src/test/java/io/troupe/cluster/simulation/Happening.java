package io.troupe.cluster.simulation;

import io.troupe.cluster.agent.AgentCommand;
import io.troupe.cluster.workload.Decision;
import io.troupe.cluster.workload.Exchange;
import io.troupe.cluster.workload.WorkloadInput;
import io.troupe.cluster.workload.WorkloadState;
import io.troupe.protocol.deployment.DeploymentRecord;
import io.troupe.protocol.deployment.DeploymentReply;
import io.troupe.protocol.group.GroupRecord;
import io.troupe.protocol.identity.DeploymentId;
import io.troupe.protocol.identity.NodeId;
import io.troupe.protocol.identity.TreePath;
import io.troupe.protocol.identity.WorkloadId;
import io.troupe.protocol.workload.WorkloadRecord;
import io.troupe.protocol.workload.WorkloadReply;
import io.troupe.protocol.workload.WorkloadView;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What invariants look at: each is told the moment it happens. */
public sealed interface Happening {
    /** The journal has these entries of a workload now, whether or not anybody learns of it. */
    record Stored(WorkloadId workload, WorkloadState before, List<WorkloadRecord> entries, WorkloadState after)
            implements Happening {}

    /** A supervisor goes on with a state, right after it was stored. */
    record GoesOn(WorkloadId workload, WorkloadState state) implements Happening {}

    /** A supervisor decides; nothing of it is stored yet. */
    record Decided(WorkloadId workload, WorkloadInput input, Exchange before, Decision decision) implements Happening {}

    record Recovered(WorkloadId workload, WorkloadState state, Decision owed) implements Happening {}

    record DeploymentStored(DeploymentId deployment, List<DeploymentRecord> entries) implements Happening {}

    /**
     * The journal of a tenant's groups has these entries now.
     *
     * @param holder whose change was prepared before; null if none was
     */
    record GroupsStored(TreePath tenant, @Nullable DeploymentId holder, List<GroupRecord> entries)
            implements Happening {}

    /** A supervisor answers. */
    record Replied(WorkloadId workload, WorkloadReply reply) implements Happening {}

    /** A coordinator answers who submitted or cancelled. */
    record Answered(DeploymentId deployment, DeploymentReply reply) implements Happening {}

    /** A supervisor tells an agent. */
    record Commanded(NodeId node, AgentCommand command) implements Happening {}

    /** A supervisor shows its node's directory a picture. */
    record Shown(WorkloadId workload, WorkloadView view) implements Happening {}

    record ContainerStarted(Host host, Container container) implements Happening {}

    record ContainerEnded(Host host, Container container) implements Happening {}

    /** The engine has lost all trace of the container, and not by the agent's will. */
    record ContainerForgotten(Container container) implements Happening {}
}
