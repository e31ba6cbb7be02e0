package io.troupe.cluster.workload;

import io.troupe.cluster.agent.AgentReports;
import io.troupe.cluster.broker.BrokerNews;
import io.troupe.protocol.workload.WorkloadCommand;
import java.util.List;

/** What a supervisor decides about. */
public sealed interface WorkloadInput {
    record Command(WorkloadCommand command) implements WorkloadInput {}

    record Broker(BrokerNews news) implements WorkloadInput {}

    record Agent(AgentReports reports) implements WorkloadInput {}

    /** All nodes that have left the cluster, as the supervisor's own node knows. */
    record Departed(List<DepartedNode> nodes) implements WorkloadInput {
        public Departed {
            nodes = List.copyOf(nodes);
        }
    }

    /** Time has passed. */
    record Tick() implements WorkloadInput {}
}
