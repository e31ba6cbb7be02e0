package io.troupe.cluster.workload;

import io.troupe.protocol.identity.InstanceId;
import io.troupe.protocol.placement.RefusalSummary;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What was demanded of the broker last, and what it answered.
 *
 * @param brokerEpoch the newest broker heard of
 * @param number counts the demands
 * @param answersFrom the oldest demand whose answer still counts: what was placed since is no news to the broker that gives it
 * @param instances those that were to have a place, in the order that was said
 * @param at when it was sent
 * @param refusals why they wait, as the broker said since; null if it did not
 */
public record LastDemand(
        long brokerEpoch,
        long number,
        long answersFrom,
        List<InstanceId> instances,
        Instant at,
        @Nullable RefusalSummary refusals) {
    /** Nothing demanded, no broker heard of. */
    static final LastDemand NONE = new LastDemand(0, 0, 0, List.of(), Instant.EPOCH, null);

    public LastDemand {
        instances = List.copyOf(instances);
    }

    /**
     * A broker is heard of. If it is a new one, only an answer to a demand counts that told it of all that was placed.
     *
     * @param told whether this demand did
     */
    LastDemand heardOf(long epoch, boolean told) {
        long from = epoch == brokerEpoch ? answersFrom : told ? number : number + 1;
        return new LastDemand(epoch, number, from, instances, at, refusals);
    }

    LastDemand refused(RefusalSummary summary) {
        return new LastDemand(brokerEpoch, number, answersFrom, instances, at, summary);
    }

    /** Another demand is stated. One that only leaves out some of this keeps the answers to this; with any other, what is under way is out of date. */
    LastDemand followedBy(long next, List<InstanceId> waiting, Instant now) {
        boolean fewer = waiting.size() < instances.size() && new HashSet<>(instances).containsAll(waiting);
        return new LastDemand(
                brokerEpoch, next, fewer ? answersFrom : next, waiting, now, waiting.isEmpty() ? null : refusals);
    }
}
