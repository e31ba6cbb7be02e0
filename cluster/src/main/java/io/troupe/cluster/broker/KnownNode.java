package io.troupe.cluster.broker;

import io.troupe.cluster.agent.Holding;
import io.troupe.cluster.broker.BrokerCommand.NodeReport;
import io.troupe.cluster.placement.NodeSnapshot;
import io.troupe.protocol.identity.InstanceId;
import io.troupe.protocol.node.NodeView;
import io.troupe.protocol.workload.Resources;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A node as its last report tells it.
 *
 * @param lastSeen when that came
 * @param silent whether it came too long ago to trust it with new instances
 */
record KnownNode(NodeReport report, Instant lastSeen, boolean silent) {
    Set<InstanceId> instances() {
        return report.holdings().stream().map(Holding::instance).collect(Collectors.toSet());
    }

    Resources held() {
        return report.holdings().stream().map(Holding::resources).reduce(Resources.NONE, Resources::plus);
    }

    boolean isAvailable() {
        return report.schedulable() && !silent;
    }

    /** Whether something that did not fit before this picture may fit now. */
    boolean offersMoreThan(KnownNode before) {
        return !report.node().equals(before.report.node())
                || isAvailable() && !before.isAvailable()
                || !instances().containsAll(before.instances());
    }

    /** What is left beside these grants. */
    NodeSnapshot snapshot(Collection<Grant> grants) {
        Resources free = report.node().total().minus(held());
        Set<Integer> ports = new HashSet<>();
        report.holdings().forEach(holding -> ports.addAll(holding.hostPorts()));
        for (Grant grant : grants) {
            free = free.minus(grant.resources());
            ports.addAll(grant.hostPorts());
        }
        return new NodeSnapshot(report.node(), isAvailable(), free, ports);
    }

    NodeView view() {
        return new NodeView(
                report.node(),
                held(),
                report.holdings().stream().map(Holding::instance).toList(),
                lastSeen);
    }
}
