package io.troupe.cluster.runner;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The calls of one runner to the engines, one at a time.
 *
 * @param pending the one on its way; null if none is
 * @param made how many were made
 * @param failures how many in a row have met an outage
 * @param startBy until when a start waits for an engine that does not answer; null while it answers
 * @param retryAt not before then the next one is made
 */
record EngineCalls(
        @Nullable Pending pending,
        long made,
        int failures,
        @Nullable Instant startBy,
        Instant retryAt) {
    static final EngineCalls NONE = new EngineCalls(null, 0, 0, null, Instant.EPOCH);

    /**
     * A call on its way.
     *
     * @param deadline when it is interrupted, or given up if it was
     */
    record Pending(long number, RunnerStep step, boolean interrupted, Instant deadline) {}

    EngineCalls call(RunnerStep step, Instant deadline) {
        return new EngineCalls(new Pending(made + 1, step, false, deadline), made + 1, failures, startBy, retryAt);
    }

    EngineCalls interrupted(Pending call, Instant deadline) {
        return new EngineCalls(
                new Pending(call.number(), call.step(), true, deadline), made, failures, startBy, retryAt);
    }

    /** The call on its way may take until then, if it could not before. */
    EngineCalls extended(Pending call, Instant deadline) {
        return deadline.isAfter(call.deadline())
                ? new EngineCalls(
                        new Pending(call.number(), call.step(), call.interrupted(), deadline),
                        made,
                        failures,
                        startBy,
                        retryAt)
                : this;
    }

    EngineCalls answered() {
        return new EngineCalls(null, made, 0, null, Instant.EPOCH);
    }

    EngineCalls outage(@Nullable Instant waitingUntil, Instant next) {
        return new EngineCalls(null, made, failures + 1, waitingUntil, next);
    }

    /** For another goal, former outages do not count. */
    EngineCalls afresh() {
        return new EngineCalls(pending, made, 0, null, Instant.EPOCH);
    }
}
