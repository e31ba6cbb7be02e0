package io.troupe.cluster.workload;

import io.troupe.protocol.workload.BackoffPolicy;
import io.troupe.protocol.workload.LaunchDelay;
import io.troupe.protocol.workload.WorkloadEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * When a revision whose instances end by themselves is launched again. The rules are Marathon's: a failed or finished instance makes the delay
 * begin or grow, a killed one does not; a new revision, a user, or a quiet time forgets it.
 */
final class BackoffPlanner {
    /** So long after a delay is over without another failure, it is forgotten (Marathon's {@code minimum_viable_task_execution_duration}). */
    static final Duration QUIET = Duration.ofSeconds(60);

    private BackoffPlanner() {}

    /** Instances of this revision, which is the target's or the base's, ended by themselves; those reported together count once. */
    static void failed(Deliberation deliberation, long number) {
        var state = deliberation.state();
        var revision = state.revisionNumbered(number);
        var delay = next(delayOf(state, number), number, revision.spec().backoff());
        if (!delay.isZero()) {
            deliberation.add(
                    "an instance of the revision ended by itself",
                    new WorkloadEvent.LaunchDelayed(
                            revision.number(), delay, deliberation.now().plus(delay)));
        }
    }

    static void forgetAfterQuietTime(Deliberation deliberation) {
        delays(deliberation.state())
                .filter(delay -> !deliberation.now().isBefore(forgottenAt(delay)))
                .forEach(delay -> deliberation.add(
                        "no instance failed for a while", new WorkloadEvent.LaunchDelayReset(delay.revision())));
    }

    static Instant forgottenAt(LaunchDelay delay) {
        return delay.until().plus(QUIET);
    }

    /** Whether instances of the revision may be launched now. */
    static boolean open(WorkloadState state, long revision, Instant now) {
        var delay = delayOf(state, state.delayedAs(revision));
        return delay == null || !now.isBefore(delay.until());
    }

    private static @Nullable LaunchDelay delayOf(WorkloadState state, long revision) {
        return delays(state)
                .filter(delay -> delay.revision() == revision)
                .findFirst()
                .orElse(null);
    }

    /** Of the target's revision, and of the one that is kept up beside it. */
    static Stream<LaunchDelay> delays(WorkloadState state) {
        var rollout = state.rollout();
        return Stream.of(
                        Optional.ofNullable(state.launchDelay()),
                        Optional.ofNullable(
                                rollout == null ? null : rollout.progress().baseDelay()))
                .flatMap(Optional::stream);
    }

    private static Duration next(@Nullable LaunchDelay last, long revision, BackoffPolicy policy) {
        var grown = last == null || last.revision() != revision
                ? policy.initial()
                : Duration.ofNanos((long) Math.min(last.delay().toNanos() * policy.factor(), Long.MAX_VALUE));
        return grown.compareTo(policy.maximum()) > 0 ? policy.maximum() : grown;
    }
}
