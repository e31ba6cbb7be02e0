package io.troupe.cluster.agent;

import io.troupe.protocol.identity.InstanceId;
import io.troupe.protocol.identity.WorkloadId;
import io.troupe.protocol.workload.InstancePlace;
import io.troupe.protocol.workload.Resources;
import java.util.List;
import java.util.Objects;

/** What one instance takes of its node. */
public record Holding(InstanceId instance, WorkloadId workload, Resources resources, List<Integer> hostPorts) {
    public Holding {
        hostPorts = List.copyOf(hostPorts);
    }

    static Holding at(InstancePlace place, InstanceId instance, WorkloadId workload, Resources resources) {
        var hostPorts = place.ports().stream()
                .map(port -> port.hostPort())
                .filter(Objects::nonNull)
                .toList();
        return new Holding(instance, workload, resources, hostPorts);
    }

    /** Of an instance that is not on the node. */
    static Holding nothing(InstanceId instance, WorkloadId workload) {
        return new Holding(instance, workload, Resources.NONE, List.of());
    }
}
