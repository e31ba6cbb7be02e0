package io.troupe.cluster.placement;

import io.troupe.protocol.identity.NodeId;
import io.troupe.protocol.node.NodeDescription;
import io.troupe.protocol.node.NodeDescription.EngineDescription;
import io.troupe.protocol.node.NodeDescription.EngineKind;
import io.troupe.protocol.node.NodeDescription.PortRange;
import io.troupe.protocol.workload.Resources;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A node with 4 cores, 2048 MiB, 100 ports and both engines, and nothing on it, for tests to change. */
public record NodeFixture(
        String name,
        Resources total,
        Resources used,
        List<PortRange> ports,
        Set<Integer> takenPorts,
        Map<String, String> attributes,
        @Nullable String zone,
        List<String> roles,
        List<EngineDescription> engines,
        boolean available,
        boolean kept) {
    public static final EngineDescription DOCKER = new EngineDescription(EngineKind.IMAGES, "docker", "29", true);
    public static final EngineDescription PROCESSES =
            new EngineDescription(EngineKind.PROCESSES, "processes", "", true);

    public static NodeFixture node(String name) {
        return new NodeFixture(
                name,
                new Resources(4000, 2048, 10_000, 1),
                Resources.NONE,
                List.of(new PortRange(31_000, 31_099)),
                Set.of(),
                Map.of(),
                null,
                List.of("*"),
                List.of(DOCKER, PROCESSES),
                true,
                false);
    }

    public NodeFixture total(Resources resources) {
        return new NodeFixture(
                name, resources, used, ports, takenPorts, attributes, zone, roles, engines, available, kept);
    }

    public NodeFixture used(Resources resources) {
        return new NodeFixture(
                name, total, resources, ports, takenPorts, attributes, zone, roles, engines, available, kept);
    }

    public NodeFixture ports(int first, int last) {
        return new NodeFixture(
                name,
                total,
                used,
                List.of(new PortRange(first, last)),
                takenPorts,
                attributes,
                zone,
                roles,
                engines,
                available,
                kept);
    }

    public NodeFixture taken(Integer... taken) {
        return new NodeFixture(
                name, total, used, ports, Set.of(taken), attributes, zone, roles, engines, available, kept);
    }

    public NodeFixture attribute(String key, String value) {
        return new NodeFixture(
                name, total, used, ports, takenPorts, Map.of(key, value), zone, roles, engines, available, kept);
    }

    public NodeFixture zone(String place) {
        return new NodeFixture(
                name, total, used, ports, takenPorts, attributes, place, roles, engines, available, kept);
    }

    public NodeFixture roles(String... names) {
        return new NodeFixture(
                name, total, used, ports, takenPorts, attributes, zone, List.of(names), engines, available, kept);
    }

    public NodeFixture engines(EngineDescription... kinds) {
        return new NodeFixture(
                name, total, used, ports, takenPorts, attributes, zone, roles, List.of(kinds), available, kept);
    }

    public NodeFixture unavailable() {
        return new NodeFixture(name, total, used, ports, takenPorts, attributes, zone, roles, engines, false, kept);
    }

    /** It takes only those who want one of its GPUs. */
    public NodeFixture keptForGpus() {
        return new NodeFixture(name, total, used, ports, takenPorts, attributes, zone, roles, engines, available, true);
    }

    public NodeDescription description() {
        return new NodeDescription(
                NodeId.of(name), name + ".test", total, ports, attributes, "here", zone, roles, engines, "1", kept);
    }

    public NodeSnapshot snapshot() {
        return new NodeSnapshot(description(), available, total.minus(used), takenPorts);
    }
}
