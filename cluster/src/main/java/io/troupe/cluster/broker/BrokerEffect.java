package io.troupe.cluster.broker;

import io.troupe.protocol.identity.WorkloadId;

/** What the broker wants said; nothing is lost for good if it is not heard. */
sealed interface BrokerEffect {
    /** To the supervisor of a workload. */
    record Tell(WorkloadId workload, BrokerNews news) implements BrokerEffect {}

    /** To all agents: report what your node is and holds. */
    record AskAgents(long epoch) implements BrokerEffect {}
}
