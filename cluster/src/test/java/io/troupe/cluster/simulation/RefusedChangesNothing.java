package io.troupe.cluster.simulation;

import io.troupe.protocol.deployment.DeploymentOutcome;
import io.troupe.protocol.workload.WorkloadEvent;
import io.troupe.protocol.workload.WorkloadRecord;

final class RefusedChangesNothing implements Invariant {
    private final World world;

    RefusedChangesNothing(World world) {
        this.world = world;
    }

    @Override
    public String sentence() {
        return "A deployment that was refused changes nothing";
    }

    @Override
    public void check(Happening happening) {
        if (happening instanceof Happening.Stored stored) {
            for (WorkloadRecord entry : stored.entries()) {
                if (entry.event() instanceof WorkloadEvent.RolloutBegan began) {
                    var deployment = world.truth().deployments().get(began.deployment());
                    if (deployment == null || deployment.outcome() == DeploymentOutcome.REFUSED) {
                        throw violation(stored.workload() + " is changed by " + began.deployment());
                    }
                }
            }
        }
    }
}
