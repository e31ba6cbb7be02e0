package io.troupe.cluster.simulation;

import io.troupe.cluster.workload.WorkloadState;
import io.troupe.protocol.identity.InstanceId;
import io.troupe.protocol.workload.Instance;
import io.troupe.protocol.workload.SlotRule;
import io.troupe.protocol.workload.StartOrder;
import io.troupe.protocol.workload.StopReason;
import io.troupe.protocol.workload.WorkloadEvent;
import io.troupe.protocol.workload.WorkloadEvent.PlannedInstance;
import io.troupe.protocol.workload.WorkloadRecord;
import java.util.List;

/** What stood in a slot before slots were identities is passed over. */
final class OrdinalsKeepTheirOrder implements Invariant {
    @Override
    public String sentence() {
        return "Ordinals start from the lowest, stop from the highest, and are replaced one after the other down to their partition";
    }

    @Override
    public void check(Happening happening) {
        if (happening instanceof Happening.Stored stored) {
            WorkloadState before = stored.before();
            for (WorkloadRecord entry : stored.entries()) {
                WorkloadState after = before.apply(entry);
                if (before.exists() && before.revision().spec().slots() instanceof SlotRule.Ordinal rule) {
                    check(before, after, entry, rule);
                }
                before = after;
            }
        }
    }

    private void check(WorkloadState before, WorkloadState after, WorkloadRecord entry, SlotRule.Ordinal rule) {
        boolean ordered = rule.order() == StartOrder.ORDERED;
        if (entry.event() instanceof WorkloadEvent.InstancesPlanned(List<PlannedInstance> planned)) {
            for (PlannedInstance one : planned) {
                if (before.instances().stream().anyMatch(other -> other.slot() == one.slot())) {
                    throw violation(one + " is planned, and its slot is taken: " + before.instances());
                }
                if (ordered && servingBelow(before, one.slot()) < one.slot()) {
                    throw violation(one + " is planned before all below it serve: " + before.instances());
                }
            }
        }
        if (entry.event() instanceof WorkloadEvent.StopRequested(List<InstanceId> stopped, StopReason why)) {
            switch (why) {
                case SCALED_DOWN, DELETED -> {
                    if (ordered && isAboveOneOf(before, after, stopped)) {
                        throw violation(stopped + " stop before those above them: " + before.instances());
                    }
                }
                case REPLACED -> checkReplaced(before, after, stopped);
                default -> {}
            }
        }
    }

    private static long servingBelow(WorkloadState state, int slot) {
        return state.instances().stream()
                .filter(other -> other.slot() < slot && other.ready())
                .map(Instance::slot)
                .distinct()
                .count();
    }

    private static boolean isAboveOneOf(WorkloadState before, WorkloadState after, List<InstanceId> stopped) {
        int lowest = before.instances().stream()
                .filter(instance -> stopped.contains(instance.id()))
                .mapToInt(Instance::slot)
                .min()
                .orElse(0);
        return stopped.size() > 1
                || after.instances().stream()
                        .anyMatch(instance -> instance.stopping() == null && instance.slot() > lowest);
    }

    private void checkReplaced(WorkloadState before, WorkloadState after, List<InstanceId> stopped) {
        for (Instance instance : before.instances()) {
            boolean shared = before.instances().stream()
                    .anyMatch(other -> !other.equals(instance) && other.slot() == instance.slot());
            if (!stopped.contains(instance.id()) || shared) {
                continue;
            }
            if (before.wanted().keeps(instance.slot())) {
                throw violation(instance + " is replaced below the partition of " + before.wanted());
            }
            if (instance.ready()
                    && (stopped.size() > 1
                            || servingBelow(after, before.wanted().instances())
                                    < before.wanted().instances() - 1)) {
                throw violation(instance + " is replaced while others do not serve: " + before.instances());
            }
        }
    }
}
