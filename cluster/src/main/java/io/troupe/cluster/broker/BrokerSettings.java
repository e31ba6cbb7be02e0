package io.troupe.cluster.broker;

import java.time.Duration;

/**
 * The broker's limits and periods.
 *
 * @param warmUp how long after its start a broker refuses nobody, because it may not have heard of all nodes yet
 * @param grantExpiry how long a granted place is kept for an instance that no report of the node shows
 * @param demandExpiry after what time a demand that was not stated again is forgotten
 * @param tickInterval how often deadlines are looked at
 * @param announceInterval how often the agents are asked for a report, in case one was lost
 * @param silenceMax after what time without a report a node gets no new instances
 * @param batchMax most commands that are taken together
 * @param grantsPerMessageMax most grants in one message, so that it fits into a frame of the network
 * @param departedNodesMax how many nodes that are gone are remembered, for the constraints of instances that still count as running there
 */
public record BrokerSettings(
        Duration warmUp,
        Duration grantExpiry,
        Duration demandExpiry,
        Duration tickInterval,
        Duration announceInterval,
        Duration silenceMax,
        int batchMax,
        int grantsPerMessageMax,
        int departedNodesMax) {
    public static final BrokerSettings DEFAULT = new BrokerSettings(
            Duration.ofSeconds(2),
            Duration.ofSeconds(30),
            Duration.ofMinutes(10),
            Duration.ofMillis(500),
            Duration.ofSeconds(30),
            Duration.ofSeconds(100),
            10_000,
            500,
            1_000);

    public BrokerSettings {
        if (batchMax < 1 || grantsPerMessageMax < 1 || departedNodesMax < 1) {
            throw new IllegalArgumentException("the broker's limits are at least 1");
        }
        if (!tickInterval.isPositive() || !announceInterval.isPositive()) {
            throw new IllegalArgumentException("the broker's intervals are positive");
        }
    }
}
