package io.troupe.cluster.workload;

import io.troupe.protocol.workload.Instance;
import io.troupe.protocol.workload.InstanceState;
import io.troupe.protocol.workload.KillSelection;
import java.util.Comparator;
import java.util.List;

/**
 * Which instance stops first: one whose node is away, then one that does not serve yet (first of these one without a place), then one of another revision than the target's, and of those one that was never good, then by
 * the spec's {@code killSelection}.
 */
final class KillOrder {
    private KillOrder() {}

    static List<Instance> sorted(List<Instance> instances, WorkloadState state) {
        var target = state.wanted();
        var rollout = state.rollout();
        var base = rollout == null ? null : rollout.progress().base();
        return instances.stream()
                .sorted(Comparator.comparing((Instance instance) -> !instance.unreachable())
                        .thenComparing(Instance::ready)
                        .thenComparing(instance -> instance.place() != null)
                        .thenComparing(instance -> instance.state() == InstanceState.RUNNING)
                        // Who has just taken over from a trial may be on the way back.
                        .thenComparing(
                                instance -> base != null && !state.rolling() && instance.revision() == base.revision())
                        .thenComparing(instance -> instance.revision() == target.revision())
                        .thenComparing(instance -> base != null && instance.revision() == base.revision())
                        .thenComparing(byAge(state.revision().spec().killSelection())))
                .toList();
    }

    static Comparator<Instance> byAge(KillSelection selection) {
        var oldestFirst = Comparator.comparing(Instance::plannedAt)
                .thenComparingInt(Instance::slot)
                .thenComparing(Instance::id);
        return switch (selection) {
            case OLDEST_FIRST -> oldestFirst;
            case YOUNGEST_FIRST -> oldestFirst.reversed();
        };
    }
}
