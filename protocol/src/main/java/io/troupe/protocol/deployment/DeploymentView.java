package io.troupe.protocol.deployment;

import io.troupe.protocol.identity.WorkloadId;
import io.troupe.protocol.workload.Cause;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A picture of one deployment for readers.
 *
 * @param plan what it does
 * @param cause who asked for it and why
 * @param force whether it was forced
 * @param queued whether it waits for locks that others hold
 * @param step index of the current step, from 0; -1 while locks are taken
 * @param pending the workloads of the current step that are not done
 * @param outcome how it ended; null while it runs
 */
public record DeploymentView(
        DeploymentPlan plan,
        Cause cause,
        boolean force,
        boolean queued,
        int step,
        List<WorkloadId> pending,
        @Nullable DeploymentOutcome outcome) {
    public DeploymentView {
        pending = List.copyOf(pending);
    }

    /** Of a deployment that does not wait in line. */
    public DeploymentView(
            DeploymentPlan plan,
            Cause cause,
            boolean force,
            int step,
            List<WorkloadId> pending,
            @Nullable DeploymentOutcome outcome) {
        this(plan, cause, force, false, step, pending, outcome);
    }
}
