package io.troupe.cluster.simulation;

import io.troupe.cluster.workload.WorkloadState;
import io.troupe.protocol.deployment.DeploymentReply;
import io.troupe.protocol.identity.DeploymentId;
import io.troupe.protocol.identity.TreePath;
import io.troupe.protocol.identity.WorkloadId;
import io.troupe.protocol.workload.Instance;
import io.troupe.protocol.workload.WorkloadReply;
import io.troupe.protocol.workload.WorkloadReply.RolloutStatus;

final class AnswersAreStored implements Invariant {
    private final World world;

    AnswersAreStored(World world) {
        this.world = world;
    }

    @Override
    public String sentence() {
        return "Nothing is answered as done that is not stored";
    }

    @Override
    public void check(Happening happening) {
        switch (happening) {
            case Happening.Replied(WorkloadId workload, WorkloadReply.Prepared prepared) ->
                mustKnow(workload, prepared.deployment(), prepared);
            case Happening.Replied(WorkloadId workload, WorkloadReply.Progress progress)
            when progress.status() != RolloutStatus.UNKNOWN -> mustKnow(workload, progress.deployment(), progress);
            case Happening.Replied(WorkloadId workload, WorkloadReply.Killing killing) -> {
                for (Instance killed : killing.instances()) {
                    if (world.truth()
                            .workload(workload)
                            .instance(killed.id())
                            .filter(instance -> instance.stopping() == null)
                            .isPresent()) {
                        throw violation(workload + " answers that it kills " + killed.id());
                    }
                }
            }
            case Happening.Answered(DeploymentId deployment, DeploymentReply.Accepted accepted) -> accepted(deployment);
            case Happening.Answered(DeploymentId deployment, DeploymentReply.Cancelled cancelled) -> {
                var stored = world.truth().deployments().get(deployment);
                if (stored == null || stored.outcome() == null) {
                    throw violation("the cancellation of " + deployment + " is answered, and it has not ended");
                }
            }
            default -> {}
        }
    }

    private void mustKnow(WorkloadId workload, DeploymentId deployment, WorkloadReply reply) {
        WorkloadState state = world.truth().workload(workload);
        if (!state.heldBy(deployment) && state.endedRollout(deployment).isEmpty()) {
            throw violation(workload + " answers " + reply);
        }
    }

    /** Who reads after the answer sees what he wrote. */
    private void mustHaveBegun(WorkloadId workload, DeploymentId deployment) {
        var rollout = world.truth().workload(workload).rollout();
        if (rollout != null && rollout.deployment().equals(deployment) && !rollout.begun()) {
            throw violation(deployment + " is answered as accepted, and " + workload + " still shows what was before");
        }
    }

    /** One workload's supervisor has stored all of it; with more, the coordinator has. */
    private void accepted(DeploymentId id) {
        var deployment = world.truth().deployments().get(id);
        if (deployment == null) {
            throw violation(id + " is answered as accepted");
        }
        if (deployment.queued()) {
            // It stands in line, and that is stored.
            return;
        }
        for (TreePath tenant : deployment.plan().tenants()) {
            if (!world.truth().groups(tenant).madeBy(id)) {
                throw violation(id + " is answered as accepted, and the groups of " + tenant + " are as before");
            }
        }
        boolean alone = deployment.plan().workloads().size() == 1
                && deployment.plan().tenants().isEmpty();
        if (alone && !deployment.cancelled()) {
            mustHaveBegun(deployment.plan().workloads().getFirst(), id);
        }
        if (deployment.accepted()) {
            return;
        }
        for (WorkloadId workload : deployment.plan().workloads()) {
            mustKnow(workload, id, new WorkloadReply.Prepared(workload, id, null, null, false));
        }
        if (!alone) {
            throw violation(id + " is answered as accepted");
        }
    }
}
