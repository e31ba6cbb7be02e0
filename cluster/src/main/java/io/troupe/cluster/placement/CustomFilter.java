package io.troupe.cluster.placement;

import io.troupe.protocol.placement.Explanation.Refusal;
import io.troupe.protocol.placement.RefusalReason;
import java.util.Optional;

/** The node has enough left of a custom resource. */
final class CustomFilter implements PlacementFilter {
    private final String name;
    private final long wanted;

    CustomFilter(String name, long wanted) {
        this.name = name;
        this.wanted = wanted;
    }

    @Override
    public Optional<Refusal> judge(Candidate node, Peers peers) {
        long free = node.free().custom(name);
        return free >= wanted
                ? Optional.empty()
                : Optional.of(new Refusal(RefusalReason.CUSTOM, wanted + " " + name, found(node, free)));
    }

    private String found(Candidate node, long free) {
        long total = node.description().total().custom(name);
        return total == 0 ? "it has none" : free + " free of " + total;
    }
}
