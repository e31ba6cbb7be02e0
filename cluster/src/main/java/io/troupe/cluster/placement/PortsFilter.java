package io.troupe.cluster.placement;

import io.troupe.protocol.node.NodeDescription.PortRange;
import io.troupe.protocol.placement.Explanation.Refusal;
import io.troupe.protocol.placement.RefusalReason;
import io.troupe.protocol.workload.PortSpec;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The node lends the fixed host ports the workload names, they are free, and enough others are free for the rest.
 *
 * <p>As with Marathon, a host port is a resource of the node: a fixed one has to lie in the ranges the node lends, and TCP and UDP do not
 * share a number.
 */
final class PortsFilter implements PlacementFilter {
    private final Set<Integer> fixed = new HashSet<>();
    private final Optional<Integer> twice;
    private final int anyCount;

    PortsFilter(List<PortSpec> ports) {
        Integer repeated = null;
        int any = 0;
        for (PortSpec port : ports) {
            Integer hostPort = port.hostPort();
            if (hostPort == null) {
                continue;
            }
            if (hostPort == 0) {
                any++;
            } else if (!fixed.add(hostPort)) {
                repeated = hostPort;
            }
        }
        twice = Optional.ofNullable(repeated);
        anyCount = any;
    }

    @Override
    public Optional<Refusal> judge(Candidate node, Peers peers) {
        if (twice.isPresent()) {
            return refusal("host port " + twice.get() + " twice", "one of each");
        }
        return fixed.stream()
                .sorted()
                .filter(port -> !node.isFree(port))
                .findFirst()
                .map(port -> refusal(
                        "host port " + port, node.isTaken(port) ? "it is taken" : "it lends only " + ranges(node)))
                .orElseGet(() -> enough(node));
    }

    private Optional<Refusal> enough(Candidate node) {
        if (anyCount == 0) {
            return Optional.empty();
        }
        long free = FreePorts.of(node, fixed).limit(anyCount).count();
        return free >= anyCount
                ? Optional.empty()
                : refusal(anyCount + (anyCount == 1 ? " free host port" : " free host ports"), free + " free");
    }

    private static String ranges(Candidate node) {
        List<PortRange> ports = node.description().ports();
        return ports.isEmpty()
                ? "none"
                : ports.stream()
                        .map(range -> range.first() + "-" + range.last())
                        .collect(Collectors.joining(", "));
    }

    private static Optional<Refusal> refusal(String wanted, String found) {
        return Optional.of(new Refusal(RefusalReason.PORTS, wanted, found));
    }
}
