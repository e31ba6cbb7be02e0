package io.troupe.protocol.node;

import io.troupe.protocol.identity.InstanceId;
import io.troupe.protocol.workload.Resources;
import java.time.Instant;
import java.util.List;

/**
 * A picture of one node for readers.
 *
 * @param description what it is
 * @param used what its instances take
 * @param instances the instances on it
 * @param lastSeen when the broker heard of it last
 */
public record NodeView(NodeDescription description, Resources used, List<InstanceId> instances, Instant lastSeen) {
    public NodeView {
        instances = List.copyOf(instances);
    }

    public Resources free() {
        return description.total().minus(used);
    }
}
