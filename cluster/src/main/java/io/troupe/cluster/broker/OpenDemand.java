package io.troupe.cluster.broker;

import io.troupe.cluster.broker.BrokerCommand.Demand;
import io.troupe.cluster.broker.BrokerNews.NotPlaced;
import io.troupe.protocol.identity.InstanceId;
import io.troupe.protocol.placement.RefusalReason;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A demand that was not withdrawn.
 *
 * @param demand as it was stated last
 * @param heardAt when
 * @param answered whether it was answered since
 * @param waiting the instances of the demand
 * @param told the last refusal; null if there was none, or places were found since
 */
record OpenDemand(
        Demand demand,
        Set<InstanceId> waiting,
        Instant heardAt,
        boolean answered,
        @Nullable NotPlaced told) {
    static OpenDemand heard(Demand demand, Instant now, @Nullable OpenDemand before) {
        return new OpenDemand(demand, Set.copyOf(demand.waiting()), now, false, before == null ? null : before.told);
    }

    OpenDemand answeredWith(@Nullable NotPlaced refusal) {
        return new OpenDemand(demand, waiting, heardAt, true, refusal);
    }

    /** Whether the refusal says something that was not said since the demand was heard: other reasons, or another number of instances. */
    boolean isNews(NotPlaced refusal) {
        return !answered
                || told == null
                || told.waiting() != refusal.waiting()
                || told.refusals().nodes() != refusal.refusals().nodes()
                || !nodesByReason(told).equals(nodesByReason(refusal));
    }

    private static Map<RefusalReason, Integer> nodesByReason(NotPlaced refusal) {
        return refusal.refusals().counts().stream()
                .collect(Collectors.toMap(count -> count.reason(), count -> count.nodes()));
    }
}
