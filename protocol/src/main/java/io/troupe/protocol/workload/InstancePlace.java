package io.troupe.protocol.workload;

import io.troupe.protocol.identity.NodeId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where an instance runs.
 *
 * @param node the node
 * @param host the address under which the node's ports are reached
 * @param ports one for each port of the spec, in its order
 * @param incarnation the run of the node's agent that may start the instance, see {@link #in}; null for any, as in what was stored before places
 *     named it
 */
public record InstancePlace(
        NodeId node,
        String host,
        List<AssignedPort> ports,
        @Nullable Long incarnation) {
    public InstancePlace {
        ports = List.copyOf(ports);
    }

    /** A place that any run of the node's agent may fill. */
    public InstancePlace(NodeId node, String host, List<AssignedPort> ports) {
        this(node, host, ports, null);
    }

    /**
     * The same place for one run of the agent alone. What that run has refused, or said it never had, no later run starts, though it does not know of
     * the refusal: a launch that is said again may meet it.
     */
    public InstancePlace in(@Nullable Long agentIncarnation) {
        return new InstancePlace(node, host, ports, agentIncarnation);
    }
}
