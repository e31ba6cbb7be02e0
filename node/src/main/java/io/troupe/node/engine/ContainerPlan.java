package io.troupe.node.engine;

import io.troupe.protocol.workload.AssignedPort;
import io.troupe.protocol.workload.ContainerSpec;
import io.troupe.protocol.workload.NetworkSpec;
import io.troupe.protocol.workload.PortProtocol;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A container as it shall be created.
 *
 * @param identity whose container it is
 * @param container what the revision says of it
 * @param environment all variables it gets, derived ones included; {@link ContainerSpec#environment} is not read any more
 * @param network the instance's network
 * @param networkOf the engine's id of the instance's container whose network this one shares; null to have its own
 * @param ports the instance's ports
 * @param hostName what it calls itself where the network is its own; null for whatever the engine says
 * @param sandbox a directory of the node for this container; it exists
 * @param volumes what else it sees of the node; directories that are the instance's own exist
 */
public record ContainerPlan(
        ContainerIdentity identity,
        ContainerSpec container,
        Map<String, String> environment,
        NetworkSpec network,
        @Nullable String networkOf,
        List<PlannedPort> ports,
        @Nullable String hostName,
        Path sandbox,
        List<PlannedVolume> volumes) {
    /** A container that has no name of its own. */
    public ContainerPlan(
            ContainerIdentity identity,
            ContainerSpec container,
            Map<String, String> environment,
            NetworkSpec network,
            @Nullable String networkOf,
            List<PlannedPort> ports,
            Path sandbox,
            List<PlannedVolume> volumes) {
        this(identity, container, environment, network, networkOf, ports, null, sandbox, volumes);
    }

    public ContainerPlan {
        volumes = List.copyOf(volumes);
        environment = Map.copyOf(environment);
        ports = List.copyOf(ports);
    }

    /** The same container with one more volume. */
    public ContainerPlan with(PlannedVolume volume) {
        return new ContainerPlan(
                identity,
                container,
                environment,
                network,
                networkOf,
                ports,
                hostName,
                sandbox,
                Stream.concat(volumes.stream(), Stream.of(volume)).toList());
    }

    /** A port and what is spoken on it. */
    public record PlannedPort(AssignedPort port, Set<PortProtocol> protocols) {
        public PlannedPort {
            protocols = Set.copyOf(protocols);
        }
    }

    /**
     * A file or directory of the node and where the container sees it.
     *
     * @param source of the node, absolute
     * @param own whether it was made for the instance, and lies in the node's data directory
     * @param path absolute, or relative to the sandbox
     */
    public record PlannedVolume(Path source, boolean own, String path, boolean readOnly) {}
}
