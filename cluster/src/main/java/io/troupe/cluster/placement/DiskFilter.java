package io.troupe.cluster.placement;

import io.troupe.protocol.placement.Explanation.Refusal;
import io.troupe.protocol.placement.RefusalReason;
import java.util.Optional;

/** The node has enough scratch space left. */
final class DiskFilter implements PlacementFilter {
    private final long wanted;

    DiskFilter(long wanted) {
        this.wanted = wanted;
    }

    @Override
    public Optional<Refusal> judge(Candidate node, Peers peers) {
        long free = node.free().diskMib();
        return free >= wanted || wanted == 0
                ? Optional.empty()
                : Optional.of(new Refusal(
                        RefusalReason.DISK,
                        wanted + " MiB",
                        free + " MiB free of " + node.description().total().diskMib() + " MiB"));
    }
}
