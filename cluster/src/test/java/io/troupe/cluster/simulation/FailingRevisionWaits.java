package io.troupe.cluster.simulation;

import io.troupe.cluster.workload.WorkloadState;
import io.troupe.protocol.workload.WorkloadEvent;
import io.troupe.protocol.workload.WorkloadRecord;

final class FailingRevisionWaits implements Invariant {
    @Override
    public String sentence() {
        return "A revision that fails is not placed again before its delay is over";
    }

    @Override
    public void check(Happening happening) {
        if (happening instanceof Happening.Stored stored) {
            WorkloadState state = stored.before();
            for (WorkloadRecord entry : stored.entries()) {
                var delay = state.launchDelay();
                if (entry.event() instanceof WorkloadEvent.InstancesPlaced placed
                        && delay != null
                        && runsAny(state, placed, delay.revision())
                        && entry.at().isBefore(delay.until())) {
                    throw violation(
                            stored.workload() + " has to wait until " + delay.until() + ", placed at " + entry.at());
                }
                state = state.apply(entry);
            }
        }
    }

    /** What ran before may be kept up beside the target while that is tried. */
    private static boolean runsAny(WorkloadState state, WorkloadEvent.InstancesPlaced placed, long revision) {
        return placed.instances().stream()
                .flatMap(one -> state.instance(one.id()).stream())
                .anyMatch(instance -> instance.revision() == revision);
    }
}
