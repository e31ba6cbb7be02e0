package io.troupe.cluster.simulation;

import io.troupe.cluster.workload.RolloutBounds;
import io.troupe.cluster.workload.WorkloadState;
import io.troupe.protocol.workload.Instance;
import io.troupe.protocol.workload.SlotRule;
import io.troupe.protocol.workload.StopReason;
import io.troupe.protocol.workload.WorkloadEvent;
import io.troupe.protocol.workload.WorkloadRecord;

final class RolloutStaysWithinBounds implements Invariant {
    @Override
    public String sentence() {
        return "A rollout never makes fewer instances ready than its policy allows, and never more exist";
    }

    @Override
    public void check(Happening happening) {
        if (happening instanceof Happening.Stored stored) {
            WorkloadState before = stored.before();
            for (WorkloadRecord entry : stored.entries()) {
                WorkloadState after = before.apply(entry);
                check(stored, before, entry, after);
                before = after;
            }
        }
    }

    private void check(Happening.Stored stored, WorkloadState before, WorkloadRecord entry, WorkloadState after) {
        // Of ordinals, which slot it is counts, not how many there are: see OrdinalsKeepTheirOrder.
        if (!before.exists() || before.revision().spec().slots() instanceof SlotRule.Ordinal) {
            return;
        }
        int wanted = before.wanted().instances();
        RolloutBounds bounds = RolloutBounds.of(before);
        switch (entry.event()) {
            case WorkloadEvent.StopRequested stop
            when stop.reason() == StopReason.REPLACED -> atLeast(stored, before, after, bounds.readyMin(), "are ready");
            case WorkloadEvent.StopRequested stop
            when stop.reason() == StopReason.SCALED_DOWN ->
                atLeast(stored, before, after, Math.min(wanted, bounds.readyMin()), "are ready");
            case WorkloadEvent.InstancesPlanned planned -> {
                boolean rolls = before.rollout() != null && before.rollout().begun();
                int most = rolls ? Math.max(wanted, bounds.existingMax()) : wanted;
                if (after.counted() > most) {
                    throw violation(stored.workload() + ": " + after.counted() + " exist, at most " + most
                            + " may; wanted " + wanted);
                }
            }
            default -> {}
        }
    }

    private void atLeast(Happening.Stored stored, WorkloadState before, WorkloadState after, int least, String words) {
        int readyBefore = ready(before);
        int readyAfter = ready(after);
        if (readyAfter < Math.min(least, readyBefore)) {
            throw violation(stored.workload() + ": " + readyAfter + " " + words + ", " + readyBefore
                    + " were, at least " + least + " must be");
        }
    }

    private static int ready(WorkloadState state) {
        return (int) state.instances().stream().filter(Instance::ready).count();
    }
}
