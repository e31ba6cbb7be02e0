package io.troupe.cluster.workload;

import io.troupe.protocol.identity.DeploymentId;
import io.troupe.protocol.workload.Cause;
import io.troupe.protocol.workload.Change;
import io.troupe.protocol.workload.RolloutOutcome;
import io.troupe.protocol.workload.WorkloadReply.Original;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The change that holds a workload's lock.
 *
 * @param deployment who holds the lock
 * @param change what it asks for
 * @param cause who asked for the deployment and why
 * @param before what the workload was before it; null if it did not exist
 * @param superseded the deployment that lost the lock by force; null if it was free
 * @param begun whether the change is being rolled out; else it is only prepared
 * @param delete whether the workload is forgotten once no instance is left
 */
public record Rollout(
        DeploymentId deployment,
        Change change,
        Cause cause,
        @Nullable Original before,
        @Nullable DeploymentId superseded,
        boolean begun,
        boolean delete) {

    Rollout begin(boolean deleting) {
        return new Rollout(deployment, change, cause, before, superseded, true, deleting);
    }

    Ended end(RolloutOutcome outcome, Instant at) {
        return new Ended(deployment, outcome, at, before, superseded);
    }

    /** A rollout that is over, kept to answer its coordinator again. */
    public record Ended(
            DeploymentId deployment,
            RolloutOutcome outcome,
            Instant at,
            @Nullable Original before,
            @Nullable DeploymentId superseded) {}
}
