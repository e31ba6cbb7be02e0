package io.troupe.cluster.placement;

import io.troupe.protocol.placement.Explanation.Refusal;
import io.troupe.protocol.placement.RefusalReason;
import java.util.Optional;

/** The node has no instance yet of a workload that runs one on every node. */
final class OneEachFilter implements PlacementFilter {
    @Override
    public Optional<Refusal> judge(Candidate node, Peers peers) {
        return peers.on(node.id()) == 0
                ? Optional.empty()
                : Optional.of(new Refusal(RefusalReason.ONE_EACH, "a node without an instance of it", "it has one"));
    }
}
