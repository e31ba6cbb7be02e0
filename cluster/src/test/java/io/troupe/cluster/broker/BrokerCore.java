package io.troupe.cluster.broker;

import java.time.Instant;
import java.util.List;

/** What the broker's shell asks its pure core; the seam where a planted mutation goes in. */
public interface BrokerCore {
    List<BrokerEffect> decide(BrokerState state, List<BrokerInput> inputs, Instant now);

    /** The product's. */
    BrokerCore PRODUCT = BrokerDecisions::decide;
}
