package io.troupe.cluster.workload;

import io.troupe.cluster.agent.AgentReports;
import io.troupe.cluster.broker.BrokerNews;
import io.troupe.protocol.workload.WorkloadCommand;

/** What a supervisor decides about. */
public sealed interface WorkloadInput {
    record Command(WorkloadCommand command) implements WorkloadInput {}

    record Broker(BrokerNews news) implements WorkloadInput {}

    record Agent(AgentReports reports) implements WorkloadInput {}

    /** Time has passed. */
    record Tick() implements WorkloadInput {}
}
