package io.troupe.cluster.simulation;

import io.troupe.cluster.workload.WorkloadState;
import io.troupe.protocol.identity.WorkloadId;

final class ReplayGivesTheLiveState implements Invariant {
    private final World world;

    ReplayGivesTheLiveState(World world) {
        this.world = world;
    }

    @Override
    public String sentence() {
        return "Replaying the journal gives the live state";
    }

    @Override
    public void check(Happening happening) {
        switch (happening) {
            case Happening.GoesOn(WorkloadId workload, WorkloadState state) -> compare(workload, state);
            case Happening.Recovered recovered -> compare(recovered.workload(), recovered.state());
            default -> {}
        }
    }

    private void compare(WorkloadId workload, WorkloadState live) {
        WorkloadState stored = world.truth().workload(workload);
        if (!stored.equals(live)) {
            throw violation(workload + " is " + live + " and its journal says " + stored);
        }
    }
}
