package io.troupe.cluster.simulation;

import io.troupe.cluster.broker.BrokerNews;
import io.troupe.cluster.workload.WorkloadInput;
import io.troupe.protocol.workload.WorkloadEvent;

final class OldBrokerIsNotBelieved implements Invariant {
    @Override
    public String sentence() {
        return "A supervisor that has heard of a newer broker takes no place from an older one";
    }

    @Override
    public void check(Happening happening) {
        if (happening instanceof Happening.Decided decided
                && decided.input() instanceof WorkloadInput.Broker(BrokerNews news)
                && news.epoch() < decided.before().demand().brokerEpoch()
                && decided.decision().entries().stream()
                        .anyMatch(entry -> entry.event() instanceof WorkloadEvent.InstancesPlaced)) {
            throw violation(decided.workload() + " knows of broker "
                    + decided.before().demand().brokerEpoch() + " and takes places of " + news.epoch());
        }
    }
}
