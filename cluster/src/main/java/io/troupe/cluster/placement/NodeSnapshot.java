package io.troupe.cluster.placement;

import io.troupe.protocol.identity.NodeId;
import io.troupe.protocol.node.NodeDescription;
import io.troupe.protocol.workload.Resources;
import java.util.Set;

/**
 * A node at one moment, as the rules see it.
 *
 * @param description what it is
 * @param available whether it takes new instances
 * @param free what it has left; a part may be negative
 * @param takenPorts the host ports in use
 */
public record NodeSnapshot(NodeDescription description, boolean available, Resources free, Set<Integer> takenPorts) {
    public NodeSnapshot {
        takenPorts = Set.copyOf(takenPorts);
    }

    public NodeId id() {
        return description.id();
    }
}
