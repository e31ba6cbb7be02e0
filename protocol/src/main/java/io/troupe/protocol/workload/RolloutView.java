package io.troupe.protocol.workload;

import io.troupe.protocol.identity.DeploymentId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A picture of a rollout for readers.
 *
 * @param deployment who asked for it
 * @param stage what it is doing
 * @param canaries how many canaries it begins with; 0 if it has none
 * @param ready how many instances of the target are ready, and have been for their bake time
 * @param earlier how many instances of what ran before are left
 * @param failures how many instances of the target have failed
 * @param failure why it has failed; null if it has not
 * @param reason why it is paused; null if it is not
 * @param deadline when it has failed unless something moves; null if there is no such time
 * @param baseDelay the back-off of what ran before, which is kept up; null if none
 */
public record RolloutView(
        DeploymentId deployment,
        Stage stage,
        int canaries,
        int ready,
        int earlier,
        int failures,
        @Nullable String failure,
        @Nullable String reason,
        @Nullable Instant deadline,
        @Nullable LaunchDelay baseDelay) {
    /** What a rollout is doing. */
    public enum Stage {
        /** It holds the lock and has not begun. */
        PREPARED,
        /** Instances are replaced, started or stopped. */
        ROLLING,
        /** Its canaries are being started, or have not been ready for long enough. */
        CANARY,
        /** Its canaries are good; it waits to be told so. */
        WAITING_FOR_PROMOTION,
        /** It was stopped by a person or a failure. */
        PAUSED
    }
}
