package io.troupe.gateway.marathon;

import io.troupe.protocol.workload.PortSpec;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.IntPredicate;

/**
 * Chooses service ports: the one that the port of the same place had before, else a free one of 10000 to 20000. Good for one definition.
 */
final class ServicePorts {
    static final int FIRST = 10_000;
    static final int LAST = 20_000;

    private final Set<Integer> ofThis = new HashSet<>();
    private final IntPredicate take;
    private final List<Integer> previous;
    private int next;

    /**
     * @param take takes a port if no other workload has it; whether it did
     * @param previous what the ports of this workload had, in order
     * @param start where to begin to look, chosen at random so that two gateways seldom choose the same
     */
    ServicePorts(IntPredicate take, List<Integer> previous, int start) {
        this.take = take;
        this.previous = List.copyOf(previous);
        this.next = Math.floorMod(start, LAST - FIRST + 1);
    }

    static List<Integer> of(List<PortSpec> ports) {
        return ports.stream().map(PortSpec::servicePort).toList();
    }

    /** For a port that the definition names, or does not; one of 0 that is required stays so: any other would become a demand for that very port when sent back. */
    int of(int port, boolean required, int index) {
        if (port != 0) {
            taken(port);
        }
        return port != 0 || required ? port : choose(index);
    }

    /** Notes a port that the definition itself names. */
    void taken(int port) {
        ofThis.add(port);
        var _ = take.test(port);
    }

    /** A port for the port spec with this index; 0 if all are used. */
    int choose(int index) {
        if (index < previous.size() && previous.get(index) != 0 && ofThis.add(previous.get(index))) {
            return previous.get(index);
        }
        for (int tried = 0; tried <= LAST - FIRST; tried++) {
            int candidate = FIRST + next;
            next = (next + 1) % (LAST - FIRST + 1);
            if (!ofThis.contains(candidate) && take.test(candidate)) {
                ofThis.add(candidate);
                return candidate;
            }
        }
        return 0;
    }
}
