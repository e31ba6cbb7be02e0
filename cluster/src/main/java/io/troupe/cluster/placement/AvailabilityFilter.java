package io.troupe.cluster.placement;

import io.troupe.protocol.placement.Explanation.Refusal;
import io.troupe.protocol.placement.RefusalReason;
import java.util.Optional;

/** The node takes new instances. */
final class AvailabilityFilter implements PlacementFilter {
    @Override
    public Optional<Refusal> judge(Candidate node, Peers peers) {
        return node.available()
                ? Optional.empty()
                : Optional.of(new Refusal(
                        RefusalReason.NODE_UNAVAILABLE, "a node that takes new instances", "it takes none now"));
    }
}
