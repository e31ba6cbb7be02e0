package io.troupe.cluster.placement;

import io.troupe.protocol.placement.Explanation.Refusal;
import io.troupe.protocol.placement.RefusalReason;
import java.util.Optional;

/** The node has enough memory left. */
final class MemoryFilter implements PlacementFilter {
    private final long wanted;

    MemoryFilter(long wanted) {
        this.wanted = wanted;
    }

    @Override
    public Optional<Refusal> judge(Candidate node, Peers peers) {
        long free = node.free().memoryMib();
        return free >= wanted || wanted == 0
                ? Optional.empty()
                : Optional.of(new Refusal(
                        RefusalReason.MEMORY,
                        wanted + " MiB",
                        free + " MiB free of " + node.description().total().memoryMib() + " MiB"));
    }
}
