package io.troupe.cluster.placement;

import io.troupe.protocol.workload.AssignedPort;
import io.troupe.protocol.workload.NetworkMode;
import io.troupe.protocol.workload.PortSpec;
import io.troupe.protocol.workload.WorkloadSpec;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.PrimitiveIterator;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Chooses the ports of one instance on a node that {@link PortsFilter} has nothing against. */
final class PortPlanner {
    /** Where a port is chosen from that nobody asked for a number of, inside an instance's own network: the IANA range for such use. */
    private static final int PRIVATE_FIRST = 49_152;

    private static final int PRIVATE_LAST = PortSpec.PORT_MAX;

    private PortPlanner() {}

    /** One for each port of the spec, in its order; host ports asked for as "any" are taken from the node's free ones by chance. */
    static List<AssignedPort> plan(Candidate node, WorkloadSpec spec, RandomGenerator chance) {
        Set<Integer> fixed = new HashSet<>();
        Set<Integer> containerPorts = new HashSet<>();
        for (PortSpec port : spec.ports()) {
            Integer hostPort = port.hostPort();
            if (hostPort != null && hostPort != 0) {
                fixed.add(hostPort);
            }
            containerPorts.add(port.containerPort());
        }
        PrimitiveIterator.OfInt any = FreePorts.from(node, fixed, chance.nextInt(Math.max(1, FreePorts.lent(node))))
                .iterator();
        List<AssignedPort> assigned = new ArrayList<>();
        for (PortSpec port : spec.ports()) {
            Integer hostPort = hostPort(port.hostPort(), any);
            assigned.add(new AssignedPort(
                    containerPort(port, hostPort, spec.network().mode(), containerPorts, chance), hostPort));
        }
        return assigned;
    }

    private static @Nullable Integer hostPort(@Nullable Integer wanted, PrimitiveIterator.OfInt any) {
        return wanted != null && wanted == 0 ? Integer.valueOf(any.nextInt()) : wanted;
    }

    private static int containerPort(
            PortSpec port, @Nullable Integer hostPort, NetworkMode mode, Set<Integer> used, RandomGenerator chance) {
        if (hostPort != null && (mode == NetworkMode.HOST || port.containerPort() == 0)) {
            return hostPort;
        }
        if (port.containerPort() != 0) {
            return port.containerPort();
        }
        int chosen = chance.nextInt(PRIVATE_FIRST, PRIVATE_LAST + 1);
        while (!used.add(chosen)) {
            chosen = chosen == PRIVATE_LAST ? PRIVATE_FIRST : chosen + 1;
        }
        return chosen;
    }
}
