package io.troupe.cluster.workload;

import io.troupe.protocol.identity.InstanceId;
import io.troupe.protocol.placement.RefusalSummary;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a supervisor has said to others and heard from them since it recovered, as far as it matters and is not in the journal. Losing it costs a
 * repetition.
 *
 * @param brokerEpoch the newest broker heard of
 * @param demandNumber number of the last demand
 * @param answersFrom the oldest demand whose answer still counts: what was placed since is no news to the broker that gives it
 * @param demanded the instances of the last demand, in its order
 * @param demandedAt when it was sent
 * @param refusals why the demanded instances wait, as the broker said since; null if it did not
 * @param repeatedAt when what was owed to agents was last said again
 * @param inquiredAt when agents were last asked for the whole picture
 * @param reportedAt when the coordinator was last told how far its change is
 * @param drops how often in a row agents refused what the broker had granted, without one that ran in between
 * @param heldUntil no demand before this time, because agents refused
 * @param refused the changes that were refused
 * @param line who waits for the lock
 */
public record Exchange(
        long brokerEpoch,
        long demandNumber,
        long answersFrom,
        List<InstanceId> demanded,
        Instant demandedAt,
        @Nullable RefusalSummary refusals,
        Instant repeatedAt,
        Instant inquiredAt,
        Instant reportedAt,
        int drops,
        Instant heldUntil,
        RefusedChanges refused,
        WaitingLine line) {
    /** Nothing said, nothing heard. */
    public static final Exchange NONE = new Exchange(
            0,
            0,
            0,
            List.of(),
            Instant.EPOCH,
            null,
            Instant.EPOCH,
            Instant.EPOCH,
            Instant.EPOCH,
            0,
            Instant.EPOCH,
            RefusedChanges.ALL_KNOWN,
            WaitingLine.EMPTY);

    public Exchange {
        demanded = List.copyOf(demanded);
    }

    /**
     * A broker is heard of. If it is a new one, only an answer to a demand counts that told it of all that was placed.
     *
     * @param told whether the last demand did
     */
    Exchange withBroker(long epoch, boolean told) {
        long from = epoch == brokerEpoch ? answersFrom : told ? demandNumber : demandNumber + 1;
        return new Exchange(
                epoch,
                demandNumber,
                from,
                demanded,
                demandedAt,
                refusals,
                repeatedAt,
                inquiredAt,
                reportedAt,
                drops,
                heldUntil,
                refused,
                line);
    }

    Exchange withRefusals(@Nullable RefusalSummary summary) {
        return new Exchange(
                brokerEpoch,
                demandNumber,
                answersFrom,
                demanded,
                demandedAt,
                summary,
                repeatedAt,
                inquiredAt,
                reportedAt,
                drops,
                heldUntil,
                refused,
                line);
    }

    /** A demand is stated. One that only leaves out some of the last keeps the answers to that; with any other, what is under way is out of date. */
    Exchange withDemand(long number, List<InstanceId> waiting, Instant at) {
        boolean fewer = waiting.size() < demanded.size() && new HashSet<>(demanded).containsAll(waiting);
        return new Exchange(
                brokerEpoch,
                number,
                fewer ? answersFrom : number,
                waiting,
                at,
                waiting.isEmpty() ? null : refusals,
                repeatedAt,
                inquiredAt,
                reportedAt,
                drops,
                heldUntil,
                refused,
                line);
    }

    Exchange withRefused(RefusedChanges changes) {
        return new Exchange(
                brokerEpoch,
                demandNumber,
                answersFrom,
                demanded,
                demandedAt,
                refusals,
                repeatedAt,
                inquiredAt,
                reportedAt,
                drops,
                heldUntil,
                changes,
                line);
    }

    Exchange withDrops(int count, Instant held) {
        return new Exchange(
                brokerEpoch,
                demandNumber,
                answersFrom,
                demanded,
                demandedAt,
                refusals,
                repeatedAt,
                inquiredAt,
                reportedAt,
                count,
                held,
                refused,
                line);
    }

    Exchange repeated(Instant at) {
        return new Exchange(
                brokerEpoch,
                demandNumber,
                answersFrom,
                demanded,
                demandedAt,
                refusals,
                at,
                inquiredAt,
                reportedAt,
                drops,
                heldUntil,
                refused,
                line);
    }

    Exchange inquired(Instant at) {
        return new Exchange(
                brokerEpoch,
                demandNumber,
                answersFrom,
                demanded,
                demandedAt,
                refusals,
                repeatedAt,
                at,
                reportedAt,
                drops,
                heldUntil,
                refused,
                line);
    }

    Exchange reported(Instant at) {
        return new Exchange(
                brokerEpoch,
                demandNumber,
                answersFrom,
                demanded,
                demandedAt,
                refusals,
                repeatedAt,
                inquiredAt,
                at,
                drops,
                heldUntil,
                refused,
                line);
    }

    Exchange withLine(WaitingLine next) {
        return new Exchange(
                brokerEpoch,
                demandNumber,
                answersFrom,
                demanded,
                demandedAt,
                refusals,
                repeatedAt,
                inquiredAt,
                reportedAt,
                drops,
                heldUntil,
                refused,
                next);
    }
}
