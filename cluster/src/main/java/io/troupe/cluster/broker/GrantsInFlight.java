package io.troupe.cluster.broker;

import io.troupe.protocol.identity.InstanceId;
import io.troupe.protocol.identity.NodeId;
import io.troupe.protocol.identity.WorkloadId;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** All grants that no report shows yet, found by instance, node and workload. */
final class GrantsInFlight {
    private final Map<InstanceId, Grant> byInstance = new LinkedHashMap<>();
    private final Map<NodeId, Map<InstanceId, Grant>> byNode = new HashMap<>();
    private final Map<WorkloadId, Map<InstanceId, Grant>> byWorkload = new HashMap<>();

    void put(Grant grant) {
        remove(grant.instance());
        byInstance.put(grant.instance(), grant);
        byNode.computeIfAbsent(grant.node(), any -> new LinkedHashMap<>()).put(grant.instance(), grant);
        byWorkload
                .computeIfAbsent(grant.workload(), any -> new LinkedHashMap<>())
                .put(grant.instance(), grant);
    }

    void remove(InstanceId instance) {
        Grant grant = byInstance.remove(instance);
        if (grant == null) {
            return;
        }
        drop(byNode, grant.node(), instance);
        drop(byWorkload, grant.workload(), instance);
    }

    @Nullable Grant of(InstanceId instance) {
        return byInstance.get(instance);
    }

    List<Grant> all() {
        return List.copyOf(byInstance.values());
    }

    List<Grant> on(NodeId node) {
        return List.copyOf(byNode.getOrDefault(node, Map.of()).values());
    }

    List<Grant> of(WorkloadId workload) {
        return List.copyOf(byWorkload.getOrDefault(workload, Map.of()).values());
    }

    List<Grant> expiredAt(Instant now) {
        return byInstance.values().stream()
                .filter(grant -> !now.isBefore(grant.expiresAt()))
                .toList();
    }

    private static <K> void drop(Map<K, Map<InstanceId, Grant>> index, K key, InstanceId instance) {
        index.computeIfPresent(key, (any, grants) -> {
            grants.remove(instance);
            return grants.isEmpty() ? null : grants;
        });
    }
}
