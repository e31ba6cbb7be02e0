package io.troupe.cluster.placement;

import io.troupe.protocol.identity.NodeId;
import io.troupe.protocol.node.NodeDescription;
import io.troupe.protocol.workload.AssignedPort;
import io.troupe.protocol.workload.Resources;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** A node while places are searched: its snapshot less what was placed there since. Lives only as long as one search. */
final class Candidate {
    private final NodeSnapshot snapshot;
    private final Set<Integer> newlyTakenPorts = new HashSet<>();
    private Resources free;

    Candidate(NodeSnapshot snapshot) {
        this.snapshot = snapshot;
        this.free = snapshot.free();
    }

    NodeId id() {
        return snapshot.id();
    }

    NodeDescription description() {
        return snapshot.description();
    }

    boolean available() {
        return snapshot.available();
    }

    Resources free() {
        return free;
    }

    boolean isFree(int port) {
        return !isTaken(port) && description().ports().stream().anyMatch(range -> range.contains(port));
    }

    boolean isTaken(int port) {
        return snapshot.takenPorts().contains(port) || newlyTakenPorts.contains(port);
    }

    void take(Resources resources, List<AssignedPort> ports) {
        free = free.minus(resources);
        for (AssignedPort port : ports) {
            Integer hostPort = port.hostPort();
            if (hostPort != null) {
                newlyTakenPorts.add(hostPort);
            }
        }
    }
}
