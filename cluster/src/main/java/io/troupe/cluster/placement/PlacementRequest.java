package io.troupe.cluster.placement;

import io.troupe.protocol.identity.InstanceId;
import io.troupe.protocol.node.NodeDescription;
import io.troupe.protocol.workload.WorkloadSpec;
import java.util.List;

/**
 * Instances of one workload that need a place.
 *
 * @param spec what they run
 * @param waiting the instances to place
 * @param peers the nodes of the workload's other instances, one entry for each; nodes that are gone may be among them
 * @param instances how many instances the workload has once all have a place
 */
public record PlacementRequest(
        WorkloadSpec spec, List<InstanceId> waiting, List<NodeDescription> peers, int instances) {
    public PlacementRequest {
        waiting = List.copyOf(waiting);
        peers = List.copyOf(peers);
    }

    /** A request of a workload that has no other instances than these. */
    public PlacementRequest(WorkloadSpec spec, List<InstanceId> waiting, List<NodeDescription> peers) {
        this(spec, waiting, peers, waiting.size() + peers.size());
    }
}
