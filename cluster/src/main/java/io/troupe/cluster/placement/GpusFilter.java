package io.troupe.cluster.placement;

import io.troupe.protocol.placement.Explanation.Refusal;
import io.troupe.protocol.placement.RefusalReason;
import java.util.Optional;

/** The node has enough graphics processors left. */
final class GpusFilter implements PlacementFilter {
    private final int wanted;

    GpusFilter(int wanted) {
        this.wanted = wanted;
    }

    @Override
    public Optional<Refusal> judge(Candidate node, Peers peers) {
        int free = node.free().gpus();
        return free >= wanted || wanted == 0
                ? Optional.empty()
                : Optional.of(new Refusal(
                        RefusalReason.GPUS,
                        wanted + (wanted == 1 ? " GPU" : " GPUs"),
                        free + " free of " + node.description().total().gpus()));
    }
}
