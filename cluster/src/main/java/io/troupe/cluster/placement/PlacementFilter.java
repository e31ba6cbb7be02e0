package io.troupe.cluster.placement;

import io.troupe.protocol.placement.Explanation.Refusal;
import java.util.Optional;

/**
 * One rule: whether a node can take one more instance.
 *
 * <p>A rule that refuses a node still refuses it after further instances of the workload were placed; the search for places relies on it.
 */
interface PlacementFilter {
    /** Why not; empty if the rule has nothing against it. */
    Optional<Refusal> judge(Candidate node, Peers peers);
}
