package io.troupe.cluster.workload;

import io.troupe.protocol.workload.FailureAction;
import io.troupe.protocol.workload.LaunchDelay;
import io.troupe.protocol.workload.Target;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What happened in a rollout so far, as far as what comes next depends on it.
 *
 * @param base what ran before and is kept up while the rollout is on trial; null if the rollout replaces nothing, or nothing that was ever good
 * @param promoted whether the canaries were found good
 * @param pause why and where it stands still; null if it goes on
 * @param failures how many instances of the target have failed, since it began or was resumed
 * @param failure why it counts as failed; null if it does not
 * @param readyMost the most instances of the target that were ready at once
 * @param movedAt when it came closer to its target last
 * @param baseDelay the back-off of the base's revision; null if none
 */
public record RolloutProgress(
        @Nullable Target base,
        boolean promoted,
        @Nullable Pause pause,
        int failures,
        @Nullable String failure,
        int readyMost,
        Instant movedAt,
        @Nullable LaunchDelay baseDelay) {
    static final RolloutProgress NONE = new RolloutProgress(null, false, null, 0, null, 0, Instant.EPOCH, null);

    /**
     * Where a rollout stands still.
     *
     * @param earlier so many instances of what ran before are kept up
     * @param current so many of the target
     * @param reason who or what paused it
     * @param because what is to follow; null if a person paused it
     */
    public record Pause(
            int earlier,
            int current,
            String reason,
            @Nullable FailureAction because) {}

    RolloutProgress begun(@Nullable Target before, Instant at) {
        return new RolloutProgress(before, false, null, 0, null, 0, at, null);
    }

    RolloutProgress paused(Pause where) {
        return new RolloutProgress(base, promoted, where, failures, failure, readyMost, movedAt, baseDelay);
    }

    RolloutProgress resumed(Instant at) {
        return new RolloutProgress(base, promoted, null, 0, null, readyMost, at, baseDelay);
    }

    RolloutProgress promoted(Instant at) {
        return new RolloutProgress(base, true, pause, failures, failure, readyMost, at, baseDelay);
    }

    RolloutProgress failed(String problem) {
        return new RolloutProgress(base, promoted, pause, failures, problem, readyMost, movedAt, baseDelay);
    }

    RolloutProgress withFailures(int more) {
        return new RolloutProgress(base, promoted, pause, failures + more, failure, readyMost, movedAt, baseDelay);
    }

    RolloutProgress moved(int ready, Instant at) {
        return new RolloutProgress(base, promoted, pause, failures, failure, Math.max(readyMost, ready), at, baseDelay);
    }

    RolloutProgress withBaseDelay(@Nullable LaunchDelay delay) {
        return new RolloutProgress(base, promoted, pause, failures, failure, readyMost, movedAt, delay);
    }
}
