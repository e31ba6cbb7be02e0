package io.troupe.cluster.simulation;

import io.troupe.cluster.workload.WorkloadState;
import io.troupe.protocol.identity.InstanceId;
import io.troupe.protocol.workload.Instance;
import io.troupe.protocol.workload.WorkloadRecord;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** But for what was given up with its node. So a workload of which no more than so many may exist never has more containers than that, whatever its supervisor believes. */
final class WhatIsGoneDoesNotRun implements Invariant {
    private final World world;
    private final Map<InstanceId, Integer> running = new HashMap<>();
    private final Set<InstanceId> forgotten = new HashSet<>();

    WhatIsGoneDoesNotRun(World world) {
        this.world = world;
    }

    @Override
    public String sentence() {
        return "What a supervisor counts as gone runs nowhere, unless its node was away";
    }

    @Override
    public void check(Happening happening) {
        switch (happening) {
            case Happening.ContainerStarted(Host host, Container container) -> {
                InstanceId id = container.identity().instance();
                running.merge(id, 1, Integer::sum);
                if (!forgotten.contains(id)
                        && !world.hasLost(host.id())
                        && world.truth()
                                .workload(container.identity().workload())
                                .instance(id)
                                .isEmpty()) {
                    throw violation(id + " starts on " + host + " and is gone for its supervisor");
                }
            }
            case Happening.ContainerEnded(Host host, Container container) ->
                running.computeIfPresent(container.identity().instance(), (id, count) -> count == 1 ? null : count - 1);
            case Happening.Stored stored -> {
                forget(stored);
                Set<InstanceId> left = new HashSet<>();
                stored.after().instances().forEach(instance -> left.add(instance.id()));
                for (Instance instance : stored.before().instances()) {
                    if (!left.contains(instance.id())
                            && !forgotten.contains(instance.id())
                            && !isLost(instance)
                            && running.containsKey(instance.id())) {
                        throw violation(instance.id() + " still runs on " + instance.place());
                    }
                }
            }
            default -> {}
        }
    }

    /** On a machine that is gone for ever, nobody can stop it, and nobody can wait for it for ever. */
    private boolean isLost(Instance instance) {
        return instance.place() != null && world.hasLost(instance.place().node());
    }

    private void forget(Happening.Stored stored) {
        WorkloadState state = stored.before();
        for (WorkloadRecord entry : stored.entries()) {
            for (Instance touched : state.touched(entry)) {
                if (ForgottenDoesNotRunOn.isForgotten(state, entry, touched)) {
                    forgotten.add(touched.id());
                }
            }
            state = state.apply(entry);
        }
    }
}
