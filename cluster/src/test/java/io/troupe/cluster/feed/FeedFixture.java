package io.troupe.cluster.feed;

import io.troupe.protocol.workload.Cause;
import io.troupe.protocol.workload.WorkloadEvent;
import io.troupe.protocol.workload.WorkloadRecord;
import java.time.Instant;

/** Entries of journals. */
final class FeedFixture {
    static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    private FeedFixture() {}

    static WorkloadRecord entry(Instant at) {
        return new WorkloadRecord(at, Cause.of("test", "test"), new WorkloadEvent.LaunchDelayReset(null));
    }
}
