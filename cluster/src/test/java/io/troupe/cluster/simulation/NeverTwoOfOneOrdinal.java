package io.troupe.cluster.simulation;

import io.troupe.cluster.workload.WorkloadState;
import io.troupe.protocol.workload.Instance;
import io.troupe.protocol.workload.SlotRule;
import java.util.Optional;

final class NeverTwoOfOneOrdinal implements Invariant {
    private final World world;

    NeverTwoOfOneOrdinal(World world) {
        this.world = world;
    }

    @Override
    public String sentence() {
        return "Where slots are identities, no two instances of one run anywhere";
    }

    @Override
    public void check(Happening happening) {
        if (!(happening instanceof Happening.ContainerStarted(Host host, Container started))) {
            return;
        }
        ordinal(started).ifPresent(instance -> {
            for (Host other : world.hosts().values()) {
                for (Container beside : other.engine().all()) {
                    if (beside.runs()
                            && beside.identity()
                                    .workload()
                                    .equals(started.identity().workload())
                            && !beside.identity().instance().equals(instance.id())
                            && ordinal(beside)
                                    .filter(one -> one.slot() == instance.slot())
                                    .isPresent()) {
                        throw violation(started.identity().id() + " starts on " + host + " in slot " + instance.slot()
                                + " beside " + beside.identity().id() + " on " + other);
                    }
                }
            }
        });
    }

    private Optional<Instance> ordinal(Container container) {
        WorkloadState state = world.truth().workload(container.identity().workload());
        return state.instance(container.identity().instance())
                .filter(instance ->
                        state.revisionNumbered(instance.revision()).spec().slots() instanceof SlotRule.Ordinal);
    }
}
