package io.troupe.cluster.broker;

import io.troupe.protocol.identity.InstanceId;
import io.troupe.protocol.identity.NodeId;
import io.troupe.protocol.identity.WorkloadId;
import io.troupe.protocol.workload.Revision;
import java.util.List;

/**
 * What a change of a workload would start and stop, before anybody has decided on it.
 *
 * @param revision what the new instances would run
 * @param fresh how many of them there would be
 * @param staying the nodes of the instances that stay, one entry each
 * @param leaving the instances that go, in the order in which they would be stopped
 * @param readyMin so many are kept ready while others go
 * @param existingMax so many may exist meanwhile
 */
public record Wish(
        WorkloadId workload,
        Revision revision,
        int fresh,
        List<NodeId> staying,
        List<Leaver> leaving,
        int readyMin,
        int existingMax) {
    public Wish {
        staying = List.copyOf(staying);
        leaving = List.copyOf(leaving);
    }

    /** The same of a workload that is to have one instance on each of so many nodes, and never two on one. */
    Wish onNodes(int nodes) {
        int kept = (int) Math.ceil(revision.spec().rollout().minimumReady() * nodes);
        return new Wish(
                workload,
                revision,
                Math.max(0, nodes - staying.size()),
                staying,
                leaving,
                Math.max(0, Math.min(kept, nodes - 1)),
                nodes);
    }

    /**
     * An instance that goes.
     *
     * @param ready whether it serves, so that going takes another that does
     */
    public record Leaver(InstanceId instance, NodeId node, boolean ready) {}
}
