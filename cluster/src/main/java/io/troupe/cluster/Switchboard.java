package io.troupe.cluster;

import io.troupe.cluster.agent.AgentCommand;
import io.troupe.cluster.broker.BrokerCommand;
import io.troupe.cluster.deployment.CoordinatorMessage;
import io.troupe.cluster.directory.ClusterEvent;
import io.troupe.cluster.workload.SupervisorMessage;
import io.troupe.protocol.identity.DeploymentId;
import io.troupe.protocol.identity.NodeId;
import io.troupe.protocol.identity.WorkloadId;

/**
 * How the actors reach each other by name, wherever they live. Nothing is promised: a message to somebody who is not there is dropped, and who
 * needs an answer asks again. Must not block.
 */
public interface Switchboard {
    void tell(WorkloadId workload, SupervisorMessage message);

    void tell(DeploymentId deployment, CoordinatorMessage message);

    void tell(NodeId node, AgentCommand command);

    /** To the agents of all nodes. */
    void tellAgents(AgentCommand command);

    void tellBroker(BrokerCommand command);

    /** To the directory of this node. */
    void tellDirectory(ClusterEvent event);
}
