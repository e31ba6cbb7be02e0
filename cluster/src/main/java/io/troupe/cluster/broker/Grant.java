package io.troupe.cluster.broker;

import io.troupe.protocol.identity.InstanceId;
import io.troupe.protocol.identity.NodeId;
import io.troupe.protocol.identity.WorkloadId;
import io.troupe.protocol.workload.AssignedPort;
import io.troupe.protocol.workload.Resources;
import io.troupe.protocol.workload.WorkloadEvent.PlacedInstance;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

/**
 * A place that was granted and that no report of the node shows yet.
 *
 * @param expiresAt when the place is given to others
 */
record Grant(WorkloadId workload, PlacedInstance placed, Resources resources, Instant expiresAt) {
    InstanceId instance() {
        return placed.id();
    }

    NodeId node() {
        return placed.place().node();
    }

    List<Integer> hostPorts() {
        return placed.place().ports().stream()
                .map(AssignedPort::hostPort)
                .filter(Objects::nonNull)
                .toList();
    }

    Grant until(Instant later) {
        return new Grant(workload, placed, resources, later);
    }
}
