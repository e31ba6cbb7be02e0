package io.troupe.cluster.workload;

import io.troupe.cluster.agent.AgentCommand;
import io.troupe.cluster.broker.BrokerCommand;
import io.troupe.protocol.deployment.DeploymentCommand;
import io.troupe.protocol.identity.DeploymentId;
import io.troupe.protocol.identity.NodeId;

/** What a supervisor wants to be said to others, once its decision is stored. Each may be lost: it is owed again until an answer shows that it was heard. */
public sealed interface WorkloadEffect {
    record TellAgent(NodeId node, AgentCommand command) implements WorkloadEffect {}

    record TellBroker(BrokerCommand.Demand demand) implements WorkloadEffect {}

    record AskBroker(BrokerCommand.Follow follow) implements WorkloadEffect {}

    record TellCoordinator(DeploymentId deployment, DeploymentCommand news) implements WorkloadEffect {}
}
