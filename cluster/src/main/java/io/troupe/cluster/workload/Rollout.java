package io.troupe.cluster.workload;

import io.troupe.protocol.identity.DeploymentId;
import io.troupe.protocol.workload.Cause;
import io.troupe.protocol.workload.Change;
import io.troupe.protocol.workload.RolloutManner;
import io.troupe.protocol.workload.RolloutOutcome;
import io.troupe.protocol.workload.Target;
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
 * @param progress how it went so far; while it is only prepared, its base is what the superseded rollout had not finished to replace
 */
public record Rollout(
        DeploymentId deployment,
        Change change,
        Cause cause,
        @Nullable Original before,
        @Nullable DeploymentId superseded,
        boolean begun,
        boolean delete,
        RolloutProgress progress) {
    public Rollout {
        // Null in what was stored before rollouts could be paused.
        progress = progress == null ? RolloutProgress.NONE : progress;
    }

    /**
     * The change begins.
     *
     * @param previous what the workload was to be until now; null if it did not exist
     * @param next what it is to be; asked for long ago, if the change waited in line or is of a later step
     * @param at now
     */
    Rollout begin(boolean deleting, @Nullable Target previous, Target next, boolean replaceAll, Instant at) {
        return new Rollout(
                deployment,
                change,
                cause,
                before,
                superseded,
                true,
                deleting,
                progress.begun(deleting ? null : base(previous, next, replaceAll), at));
    }

    /** What is kept up while the change is on trial: what was good last, not what another trial had only begun. */
    private @Nullable Target base(@Nullable Target previous, Target next, boolean replaceAll) {
        var unfinished = progress.base();
        var keeps = RolloutPlanner.keepsInstances(change);
        var good = unfinished != null ? unfinished : keeps ? null : previous;
        if (good == null || good.instances() == 0 || !replaceAll && good.revision() == next.revision()) {
            return null;
        }
        return keeps ? good.of(next.instances()) : good;
    }

    RolloutManner manner() {
        return change instanceof Change.Update update ? update.rolledOut() : RolloutManner.BY_POLICY;
    }

    Rollout with(RolloutProgress further) {
        return new Rollout(deployment, change, cause, before, superseded, begun, delete, further);
    }

    Ended end(RolloutOutcome outcome, Instant at) {
        return new Ended(deployment, outcome, at, before, superseded, progress.promoted() ? null : progress.base());
    }

    /**
     * A rollout that is over, kept to answer its coordinator again.
     *
     * @param unfinished what it had not finished to replace, and kept up; null if nothing
     */
    public record Ended(
            DeploymentId deployment,
            RolloutOutcome outcome,
            Instant at,
            @Nullable Original before,
            @Nullable DeploymentId superseded,
            @Nullable Target unfinished) {}
}
