package io.troupe.cluster.simulation;

import io.troupe.protocol.deployment.DeploymentEvent;
import io.troupe.protocol.deployment.DeploymentOutcome;
import io.troupe.protocol.identity.DeploymentId;
import io.troupe.protocol.identity.TreePath;
import io.troupe.protocol.identity.WorkloadId;
import java.util.HashSet;
import java.util.Set;

final class DeploymentEndsOnce implements Invariant {
    private final World world;
    private final Set<DeploymentId> ended = new HashSet<>();

    DeploymentEndsOnce(World world) {
        this.world = world;
    }

    @Override
    public String sentence() {
        return "A deployment has one outcome, and none of its changes goes on after it";
    }

    @Override
    public void check(Happening happening) {
        if (happening instanceof Happening.DeploymentStored stored) {
            DeploymentId id = stored.deployment();
            for (var entry : stored.entries()) {
                if (ended.contains(id)) {
                    throw violation(id + " has ended, and then " + entry.event());
                }
                if (entry.event() instanceof DeploymentEvent.Ended end) {
                    ended.add(id);
                    atTheEnd(id, end.outcome());
                }
            }
        }
    }

    private void atTheEnd(DeploymentId id, DeploymentOutcome outcome) {
        var deployment = world.truth().deployments().get(id);
        if (deployment == null) {
            throw violation(id + " was never submitted");
        }
        for (TreePath tenant : deployment.plan().tenants()) {
            if (deployment.accepted() && !world.truth().groups(tenant).madeBy(id)) {
                throw violation(id + " is " + outcome + ", and the groups of " + tenant + " are as before");
            }
        }
        for (WorkloadId workload : deployment.plan().workloads()) {
            var rollout = world.truth().workload(workload).rollout();
            // A lock that is only prepared may have come late; it is given back.
            if (rollout != null && rollout.deployment().equals(id) && rollout.begun()) {
                throw violation(id + " is " + outcome + ", and " + workload + " is still being changed by it");
            }
        }
    }
}
