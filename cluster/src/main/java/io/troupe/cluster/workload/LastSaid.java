package io.troupe.cluster.workload;

import java.time.Instant;

/**
 * When a supervisor last said again what others may not have heard.
 *
 * @param repeatedAt what was owed to agents
 * @param inquiredAt that agents should show the whole picture
 * @param reportedAt to the coordinator, how far its change is
 */
public record LastSaid(Instant repeatedAt, Instant inquiredAt, Instant reportedAt) {
    /** Nothing was said. */
    static final LastSaid NEVER = new LastSaid(Instant.EPOCH, Instant.EPOCH, Instant.EPOCH);

    LastSaid repeated(Instant at) {
        return new LastSaid(at, inquiredAt, reportedAt);
    }

    LastSaid inquired(Instant at) {
        return new LastSaid(repeatedAt, at, reportedAt);
    }

    LastSaid reported(Instant at) {
        return new LastSaid(repeatedAt, inquiredAt, at);
    }
}
