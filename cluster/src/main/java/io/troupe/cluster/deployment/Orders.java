package io.troupe.cluster.deployment;

import io.troupe.cluster.deployment.DeploymentState.Submission;
import io.troupe.protocol.deployment.DeploymentPlan;
import io.troupe.protocol.deployment.DeploymentPlan.WorkloadChange;
import io.troupe.protocol.group.GroupCommand;
import io.troupe.protocol.identity.DeploymentId;
import io.troupe.protocol.identity.TreePath;
import io.troupe.protocol.identity.WorkloadId;
import io.troupe.protocol.workload.Cause;
import io.troupe.protocol.workload.WorkloadCommand;
import io.troupe.protocol.workload.WorkloadReply.RolloutStatus;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a coordinator tells the supervisors. */
final class Orders {
    private Orders() {}

    static List<DeploymentEffect> begin(DeploymentPlan plan, List<WorkloadChange> changes) {
        return changes.stream()
                .<DeploymentEffect>map(change -> new DeploymentEffect.TellWorkload(
                        change.workload(), new WorkloadCommand.Begin(plan.id(), plan.version())))
                .toList();
    }

    static List<DeploymentEffect> release(DeploymentState state, List<WorkloadId> workloads) {
        return release(state.submitted(), workloads);
    }

    static List<DeploymentEffect> release(Submission submission, List<WorkloadId> workloads) {
        var id = submission.plan().id();
        return workloads.stream()
                .<DeploymentEffect>map(workload -> new DeploymentEffect.TellWorkload(
                        workload,
                        new WorkloadCommand.Release(
                                id, new Cause("coordinator", "deployment " + id + " does not go on", id))))
                .toList();
    }

    static DeploymentEffect releaseGroups(DeploymentId id, TreePath tenant) {
        return new DeploymentEffect.TellGroups(
                tenant,
                new GroupCommand.Release(id, new Cause("coordinator", "deployment " + id + " does not go on", id)));
    }

    /** Whether the supervisor surely does not hold the lock for us. */
    static boolean released(RolloutStatus status) {
        return switch (status) {
            case PREPARED, RUNNING, FAILED -> false;
            case COMPLETED, CANCELLED, SUPERSEDED, UNKNOWN -> true;
        };
    }

    static Cause of(Cause cause, @Nullable DeploymentId deployment) {
        return new Cause(cause.who(), cause.reason(), deployment);
    }
}
