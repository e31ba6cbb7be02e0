package io.troupe.gateway.marathon;

import io.troupe.protocol.workload.PortSpec;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Chooses service ports: the one that the port of the same place had before, else a free one of 10000 to 20000. Good for one definition.
 */
final class ServicePorts {
    static final int FIRST = 10_000;
    static final int LAST = 20_000;

    private final Set<Integer> used;
    private final List<Integer> previous;
    private int next;

    /**
     * @param used ports of other workloads
     * @param previous what the ports of this workload had, in order
     * @param start where to begin to look, chosen at random so that two gateways seldom choose the same
     */
    ServicePorts(Set<Integer> used, List<Integer> previous, int start) {
        this.used = new HashSet<>(used);
        this.previous = List.copyOf(previous);
        this.next = Math.floorMod(start, LAST - FIRST + 1);
    }

    static List<Integer> of(List<PortSpec> ports) {
        return ports.stream().map(PortSpec::servicePort).toList();
    }

    /** Notes a port that the definition itself names. */
    void taken(int port) {
        used.add(port);
    }

    /** A port for the port spec with this index; 0 if all are used. */
    int choose(int index) {
        if (index < previous.size() && previous.get(index) != 0 && used.add(previous.get(index))) {
            return previous.get(index);
        }
        for (int tried = 0; tried <= LAST - FIRST; tried++) {
            int candidate = FIRST + next;
            next = (next + 1) % (LAST - FIRST + 1);
            if (used.add(candidate)) {
                return candidate;
            }
        }
        return 0;
    }
}
