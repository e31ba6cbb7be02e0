package io.troupe.protocol.node;

import io.troupe.protocol.identity.NodeId;
import io.troupe.protocol.workload.Resources;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a node is and what it lends to instances.
 *
 * @param id the node
 * @param host the address under which its ports are reached
 * @param total what it lends to instances in all
 * @param ports the host ports it may hand out
 * @param attributes what constraints are judged against, by name
 * @param region where it stands; null if not told
 * @param zone the failure domain within the region; null if not told
 * @param roles roles of its capacity; {@code *} if none was told
 * @param engines the container engines it has
 * @param version Troupe's version on it
 * @param gpusKept whether it takes only instances that ask for graphics processors, as long as it has some
 */
public record NodeDescription(
        NodeId id,
        String host,
        Resources total,
        List<PortRange> ports,
        Map<String, String> attributes,
        @Nullable String region,
        @Nullable String zone,
        List<String> roles,
        List<EngineDescription> engines,
        String version,
        boolean gpusKept) {
    public NodeDescription {
        ports = List.copyOf(ports);
        attributes = Map.copyOf(attributes);
        roles = List.copyOf(roles);
        engines = List.copyOf(engines);
    }

    /** A node that takes every instance. */
    public NodeDescription(
            NodeId id,
            String host,
            Resources total,
            List<PortRange> ports,
            Map<String, String> attributes,
            @Nullable String region,
            @Nullable String zone,
            List<String> roles,
            List<EngineDescription> engines,
            String version) {
        this(id, host, total, ports, attributes, region, zone, roles, engines, version, false);
    }

    /** The same node, one of whose engines is now like this. */
    public NodeDescription withEngine(EngineDescription now) {
        return new NodeDescription(
                id,
                host,
                total,
                ports,
                attributes,
                region,
                zone,
                roles,
                engines.stream()
                        .map(engine -> engine.kind() == now.kind() ? now : engine)
                        .toList(),
                version,
                gpusKept);
    }

    /** A range of host ports, both ends included. */
    public record PortRange(int first, int last) {
        public PortRange {
            if (first < 1 || last > 65_535 || first > last) {
                throw new IllegalArgumentException("a port range lies within 1 to 65535, its first before its last");
            }
        }

        public boolean contains(int port) {
            return port >= first && port <= last;
        }
    }

    /**
     * A container engine of a node.
     *
     * @param kind what it runs
     * @param name for a person, for example {@code docker}
     * @param version for a person; empty if it has none
     * @param available whether it answers now
     */
    public record EngineDescription(EngineKind kind, String name, String version, boolean available) {}

    /** What an engine can run. */
    public enum EngineKind {
        /** Containers in images. */
        IMAGES,
        /** Processes on the node's own file system. */
        PROCESSES
    }
}
