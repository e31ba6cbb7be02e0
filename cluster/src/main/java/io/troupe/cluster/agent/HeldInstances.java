package io.troupe.cluster.agent;

import io.troupe.protocol.identity.InstanceId;
import io.troupe.protocol.identity.WorkloadId;
import io.troupe.protocol.workload.Resources;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The instances on a node, and the ended ones its agent still remembers.
 *
 * @param ofWorkloads the same, by workload
 */
public record HeldInstances(Map<InstanceId, HeldInstance> byId, Map<WorkloadId, Set<InstanceId>> ofWorkloads) {
    public static final HeldInstances NONE = new HeldInstances(Map.of(), Map.of());

    public HeldInstances {
        byId = FrozenMap.copyOf(byId);
        ofWorkloads = FrozenMap.copyOf(ofWorkloads);
    }

    public HeldInstances with(HeldInstance held) {
        var known = ofWorkloads.getOrDefault(held.workload(), Set.of());
        var more = FrozenMap.copyOf(byId).with(held.id(), held);
        if (known.contains(held.id())) {
            return new HeldInstances(more, ofWorkloads);
        }
        var all = new LinkedHashSet<>(known);
        all.add(held.id());
        return new HeldInstances(
                more, FrozenMap.copyOf(ofWorkloads).with(held.workload(), Collections.unmodifiableSet(all)));
    }

    public HeldInstances without(InstanceId id) {
        var held = byId.get(id);
        if (held == null) {
            return this;
        }
        var rest = FrozenMap.copyOf(ofWorkloads);
        var others = new LinkedHashSet<>(rest.getOrDefault(held.workload(), Set.of()));
        others.remove(id);
        return new HeldInstances(
                FrozenMap.copyOf(byId).without(id),
                others.isEmpty()
                        ? rest.without(held.workload())
                        : rest.with(held.workload(), Collections.unmodifiableSet(others)));
    }

    @Nullable HeldInstance get(InstanceId id) {
        return byId.get(id);
    }

    List<HeldInstance> of(WorkloadId workload) {
        return ofWorkloads.getOrDefault(workload, Set.of()).stream()
                .flatMap(id -> Stream.ofNullable(byId.get(id)))
                .toList();
    }

    /** Those that have not ended: they take resources and ports. */
    Stream<HeldInstance> live() {
        return byId.values().stream().filter(held -> !held.hasEnded());
    }

    /** What is left of the whole. */
    Resources free(Resources total) {
        return live().map(HeldInstance::resources).reduce(total, Resources::minus);
    }

    Set<Integer> hostPorts() {
        return live().flatMap(held -> held.holding().hostPorts().stream()).collect(Collectors.toSet());
    }
}
