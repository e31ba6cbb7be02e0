package io.troupe.cluster.broker;

import io.troupe.protocol.identity.NodeId;

/** What changes the broker's picture. */
sealed interface BrokerInput {
    record Reported(BrokerCommand.NodeReport report) implements BrokerInput {}

    record Gone(NodeId node) implements BrokerInput {}

    record Demanded(BrokerCommand.Demand demand) implements BrokerInput {}

    record Followed(BrokerCommand.Follow follow) implements BrokerInput {}

    /** Time has passed. */
    record Tick() implements BrokerInput {}
}
