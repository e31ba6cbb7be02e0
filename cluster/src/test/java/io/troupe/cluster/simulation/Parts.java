package io.troupe.cluster.simulation;

import io.troupe.cluster.broker.BrokerCore;
import io.troupe.cluster.deployment.CoordinatorCore;
import io.troupe.cluster.group.GroupCore;
import io.troupe.cluster.workload.SupervisorCore;
import java.util.function.UnaryOperator;

/**
 * The cores that decide. A planted mutation puts another one around one of the product's.
 *
 * @param supervisor puts something around each supervisor's core
 * @param supervisorSite puts something between each supervisor and its node
 */
public record Parts(
        UnaryOperator<SupervisorCore> supervisor,
        UnaryOperator<Site> supervisorSite,
        CoordinatorCore coordinator,
        GroupCore groups,
        BrokerCore broker,
        AgentCore agent) {
    /** The product as it is. */
    public static final Parts PRODUCT = new Parts(
            UnaryOperator.identity(),
            UnaryOperator.identity(),
            CoordinatorCore.PRODUCT,
            GroupCore.PRODUCT,
            BrokerCore.PRODUCT,
            AgentCore.PRODUCT);

    public Parts withSupervisor(UnaryOperator<SupervisorCore> mutation) {
        return new Parts(mutation, supervisorSite, coordinator, groups, broker, agent);
    }

    public Parts withSupervisorSite(UnaryOperator<Site> mutation) {
        return new Parts(supervisor, mutation, coordinator, groups, broker, agent);
    }

    public Parts withCoordinator(CoordinatorCore mutant) {
        return new Parts(supervisor, supervisorSite, mutant, groups, broker, agent);
    }

    public Parts withGroups(GroupCore mutant) {
        return new Parts(supervisor, supervisorSite, coordinator, mutant, broker, agent);
    }

    public Parts withBroker(BrokerCore mutant) {
        return new Parts(supervisor, supervisorSite, coordinator, groups, mutant, agent);
    }

    public Parts withAgent(AgentCore mutant) {
        return new Parts(supervisor, supervisorSite, coordinator, groups, broker, mutant);
    }
}
