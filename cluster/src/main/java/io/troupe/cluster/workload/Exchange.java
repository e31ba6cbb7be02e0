package io.troupe.cluster.workload;

import io.troupe.protocol.identity.InstanceId;
import io.troupe.protocol.placement.RefusalSummary;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a supervisor has said to others and heard from them since it recovered, as far as it matters and is not in the journal. Losing it costs a
 * repetition.
 *
 * @param brokerEpoch the newest broker heard of
 * @param demandNumber number of the last demand
 * @param demanded the instances of the last demand, in its order
 * @param demandedAt when it was sent
 * @param refusals why the demanded instances wait, as the broker said since; null if it did not
 * @param repeatedAt when what was owed to agents was last said again
 * @param inquiredAt when agents were last asked for the whole picture
 * @param reportedAt when the coordinator was last told how far its change is
 * @param drops how often in a row agents refused what the broker had granted, without one that ran in between
 * @param heldUntil no demand before this time, because agents refused
 */
public record Exchange(
        long brokerEpoch,
        long demandNumber,
        List<InstanceId> demanded,
        Instant demandedAt,
        @Nullable RefusalSummary refusals,
        Instant repeatedAt,
        Instant inquiredAt,
        Instant reportedAt,
        int drops,
        Instant heldUntil) {
    /** Nothing said, nothing heard. */
    public static final Exchange NONE = new Exchange(
            0, 0, List.of(), Instant.EPOCH, null, Instant.EPOCH, Instant.EPOCH, Instant.EPOCH, 0, Instant.EPOCH);

    public Exchange {
        demanded = List.copyOf(demanded);
    }

    Exchange withBroker(long epoch) {
        return new Exchange(
                epoch,
                demandNumber,
                demanded,
                demandedAt,
                refusals,
                repeatedAt,
                inquiredAt,
                reportedAt,
                drops,
                heldUntil);
    }

    Exchange withRefusals(@Nullable RefusalSummary summary) {
        return new Exchange(
                brokerEpoch,
                demandNumber,
                demanded,
                demandedAt,
                summary,
                repeatedAt,
                inquiredAt,
                reportedAt,
                drops,
                heldUntil);
    }

    Exchange withDemand(long number, List<InstanceId> waiting, Instant at) {
        return new Exchange(
                brokerEpoch,
                number,
                waiting,
                at,
                waiting.isEmpty() ? null : refusals,
                repeatedAt,
                inquiredAt,
                reportedAt,
                drops,
                heldUntil);
    }

    Exchange withDrops(int count, Instant held) {
        return new Exchange(
                brokerEpoch,
                demandNumber,
                demanded,
                demandedAt,
                refusals,
                repeatedAt,
                inquiredAt,
                reportedAt,
                count,
                held);
    }

    Exchange repeated(Instant at) {
        return new Exchange(
                brokerEpoch,
                demandNumber,
                demanded,
                demandedAt,
                refusals,
                at,
                inquiredAt,
                reportedAt,
                drops,
                heldUntil);
    }

    Exchange inquired(Instant at) {
        return new Exchange(
                brokerEpoch,
                demandNumber,
                demanded,
                demandedAt,
                refusals,
                repeatedAt,
                at,
                reportedAt,
                drops,
                heldUntil);
    }

    Exchange reported(Instant at) {
        return new Exchange(
                brokerEpoch,
                demandNumber,
                demanded,
                demandedAt,
                refusals,
                repeatedAt,
                inquiredAt,
                at,
                drops,
                heldUntil);
    }
}
