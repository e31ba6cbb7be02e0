package io.troupe.protocol.workload;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A port that an instance serves.
 *
 * @param name unique within the workload; null if it has none
 * @param containerPort the port inside the instance's network; 0 for the same as the host port
 * @param hostPort the node's port: a fixed one, 0 for any free one, null for none
 * @param servicePort the port under which load balancers serve the workload; 0 if none was chosen
 * @param protocols what is spoken on it, at least one
 * @param labels a user's labels on the port
 * @param container name of the container that serves it; null if that is not said
 */
public record PortSpec(
        @Nullable String name,
        int containerPort,
        @Nullable Integer hostPort,
        int servicePort,
        Set<PortProtocol> protocols,
        Map<String, String> labels,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String container) {
    public static final int PORT_MAX = 65_535;

    public PortSpec {
        protocols = Set.copyOf(protocols);
        labels = Map.copyOf(labels);
        if (protocols.isEmpty()) {
            throw new IllegalArgumentException("a port needs at least one protocol");
        }
    }

    /** A port of no container in particular. */
    public PortSpec(
            @Nullable String name,
            int containerPort,
            @Nullable Integer hostPort,
            int servicePort,
            Set<PortProtocol> protocols,
            Map<String, String> labels) {
        this(name, containerPort, hostPort, servicePort, protocols, labels, null);
    }

    public PortSpec of(String servingContainer) {
        return new PortSpec(name, containerPort, hostPort, servicePort, protocols, labels, servingContainer);
    }

    /** An unnamed TCP port published on any free host port. */
    public static PortSpec anyHostPort(int containerPort) {
        return new PortSpec(null, containerPort, 0, 0, Set.of(PortProtocol.TCP), Map.of());
    }
}
