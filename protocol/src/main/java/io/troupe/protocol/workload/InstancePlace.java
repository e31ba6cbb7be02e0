package io.troupe.protocol.workload;

import io.troupe.protocol.identity.NodeId;
import java.util.List;

/**
 * Where an instance runs.
 *
 * @param node the node
 * @param host the address under which the node's ports are reached
 * @param ports one for each port of the spec, in its order
 */
public record InstancePlace(NodeId node, String host, List<AssignedPort> ports) {
    public InstancePlace {
        ports = List.copyOf(ports);
    }
}
