package io.troupe.cluster.placement;

import io.troupe.protocol.node.NodeDescription;
import io.troupe.protocol.placement.Explanation.Refusal;
import io.troupe.protocol.placement.RefusalReason;
import java.util.Optional;

/** The node is not kept for those who need its graphics processors (Marathon's {@code gpu_scheduling_behavior}). */
final class ScarceFilter implements PlacementFilter {
    private final int wanted;

    ScarceFilter(int wanted) {
        this.wanted = wanted;
    }

    @Override
    public Optional<Refusal> judge(Candidate node, Peers peers) {
        return refuses(node.description());
    }

    Optional<Refusal> refuses(NodeDescription node) {
        return wanted > 0 || !node.gpusKept() || node.total().gpus() == 0
                ? Optional.empty()
                : Optional.of(new Refusal(
                        RefusalReason.SCARCE, "a node for everybody", "it is kept for those who ask for a GPU"));
    }
}
