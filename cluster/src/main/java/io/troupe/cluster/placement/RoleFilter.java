package io.troupe.cluster.placement;

import io.troupe.protocol.node.NodeDescription;
import io.troupe.protocol.placement.Explanation.Refusal;
import io.troupe.protocol.placement.RefusalReason;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** The node's capacity is for one of the roles that the workload may use (Marathon's {@code acceptedResourceRoles}). */
final class RoleFilter implements PlacementFilter {
    private final List<String> wanted;

    RoleFilter(List<String> wanted) {
        this.wanted = wanted;
    }

    @Override
    public Optional<Refusal> judge(Candidate node, Peers peers) {
        return refuses(node.description());
    }

    Optional<Refusal> refuses(NodeDescription node) {
        List<String> roles = node.roles();
        return !Collections.disjoint(wanted, roles)
                ? Optional.empty()
                : Optional.of(new Refusal(
                        RefusalReason.ROLE,
                        "role " + String.join(" or ", wanted),
                        roles.isEmpty() ? "no role" : "role " + String.join(", ", roles)));
    }
}
