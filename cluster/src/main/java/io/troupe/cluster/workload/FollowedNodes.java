package io.troupe.cluster.workload;

import io.troupe.protocol.identity.NodeId;
import io.troupe.protocol.workload.WorkloadEvent;
import java.util.List;
import java.util.TreeSet;

/**
 * The nodes on each of which a workload is to have one instance.
 *
 * @param revision what they were judged for; 0 if they were not yet, or the workload does not follow nodes
 * @param nodes by their ids
 */
public record FollowedNodes(long revision, List<NodeId> nodes) {
    static final FollowedNodes NONE = new FollowedNodes(0, List.of());

    public FollowedNodes {
        nodes = List.copyOf(nodes);
    }

    FollowedNodes after(WorkloadEvent.NodesFollowed event) {
        var after = new TreeSet<>(nodes);
        after.addAll(event.joined());
        event.left().forEach(after::remove);
        return new FollowedNodes(event.revision(), List.copyOf(after));
    }
}
