package io.troupe.cluster;

import akka.actor.typed.ActorRef;
import io.troupe.cluster.agent.AgentCommand;
import io.troupe.cluster.agent.AgentReports;
import io.troupe.cluster.broker.BrokerCommand;
import io.troupe.cluster.broker.BrokerNews;
import io.troupe.cluster.directory.ClusterEvent;
import io.troupe.cluster.directory.DirectoryUpdate;
import io.troupe.protocol.deployment.DeploymentCommand;
import io.troupe.protocol.group.GroupCommand;
import io.troupe.protocol.group.GroupReply;
import io.troupe.protocol.identity.DeploymentId;
import io.troupe.protocol.identity.NodeId;
import io.troupe.protocol.identity.TreePath;
import io.troupe.protocol.identity.WorkloadId;
import io.troupe.protocol.workload.WorkloadCommand;
import io.troupe.protocol.workload.WorkloadReply;
import org.jspecify.annotations.Nullable;

/**
 * How the actors reach each other by name, wherever they live. Nothing is promised: a message to somebody who is not there is dropped, and who
 * needs an answer asks again. Must not block.
 *
 * <p>It takes what is said and wraps it for the receiver's mailbox itself, so that the packages of two actors who speak to each other need
 * not know each other.
 */
public interface Switchboard {
    /** To a workload's supervisor; {@code replyTo} hears its answer, null if nobody waits for it. */
    void tell(WorkloadId workload, WorkloadCommand command, @Nullable ActorRef<WorkloadReply> replyTo);

    /** To the supervisor of a tenant's groups; {@code replyTo} hears its answer, null if nobody waits for it. */
    void tell(TreePath tenant, GroupCommand command, @Nullable ActorRef<GroupReply> replyTo);

    /** From the broker to a workload's supervisor. */
    void tell(WorkloadId workload, BrokerNews news);

    /** From an agent to the supervisor of the workload it reports on. */
    void tell(AgentReports reports);

    /** To a deployment's coordinator; nobody waits for an answer. */
    void tell(DeploymentId deployment, DeploymentCommand command);

    void tell(NodeId node, AgentCommand command);

    /** To the agents of all nodes. */
    void tellAgents(AgentCommand command);

    void tellBroker(BrokerCommand command);

    /** To the directory of this node. */
    void tellDirectory(DirectoryUpdate update);

    /** Tells the directory of this node what is stored. */
    default void tellDirectory(ClusterEvent event) {
        tellDirectory(new DirectoryUpdate.Happened(event));
    }
}
