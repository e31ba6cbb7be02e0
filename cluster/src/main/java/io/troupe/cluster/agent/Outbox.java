package io.troupe.cluster.agent;

import io.troupe.protocol.identity.InstanceId;
import io.troupe.protocol.workload.InstanceReport;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a supervisor has still to be told: one batch on its way, and the news that came since.
 *
 * @param batch number of the batch on its way, or of the last one
 * @param inFlight the batch on its way; empty if none is
 * @param sentAt when it was last sent
 * @param waiting the latest news of each instance, for the next batch
 * @param heardAt when the supervisor last commanded something
 */
record Outbox(
        long batch,
        List<InstanceReport> inFlight,
        Instant sentAt,
        Map<InstanceId, InstanceReport> waiting,
        Instant heardAt) {
    Outbox {
        inFlight = List.copyOf(inFlight);
        waiting = Collections.unmodifiableMap(new LinkedHashMap<>(waiting));
    }

    static Outbox empty(long batch, Instant now) {
        return new Outbox(batch, List.of(), Instant.EPOCH, Map.of(), now);
    }

    boolean isIdle() {
        return inFlight.isEmpty() && waiting.isEmpty();
    }

    Outbox with(InstanceReport report) {
        var next = new LinkedHashMap<>(waiting);
        next.put(report.instance(), report);
        return new Outbox(batch, inFlight, sentAt, next, heardAt);
    }

    /** The supervisor commands something. */
    Outbox heard(Instant now) {
        return new Outbox(batch, inFlight, sentAt, waiting, now);
    }

    Outbox acknowledged() {
        return new Outbox(batch, List.of(), sentAt, waiting, heardAt);
    }

    Outbox sentAgain(Instant now) {
        return new Outbox(batch, inFlight, now, waiting, heardAt);
    }

    Outbox nextBatch(int reportsMax, Instant now) {
        var first = waiting.values().stream().limit(reportsMax).toList();
        var rest = new LinkedHashMap<>(waiting);
        first.forEach(report -> rest.remove(report.instance()));
        return new Outbox(batch + 1, first, now, rest, heardAt);
    }
}
