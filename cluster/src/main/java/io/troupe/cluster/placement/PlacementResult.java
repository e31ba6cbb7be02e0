package io.troupe.cluster.placement;

import io.troupe.protocol.identity.InstanceId;
import io.troupe.protocol.placement.RefusalSummary.Count;
import io.troupe.protocol.workload.WorkloadEvent.PlacedInstance;
import java.util.List;

/**
 * What came of a {@link PlacementRequest}.
 *
 * @param grants the instances that have a place now
 * @param unplaced the others, in the order of the request
 * @param refusals why there is none for them, counted over nodes by the first failing rule; empty if all have a place or there are no nodes
 */
public record PlacementResult(List<PlacedInstance> grants, List<InstanceId> unplaced, List<Count> refusals) {
    public PlacementResult {
        grants = List.copyOf(grants);
        unplaced = List.copyOf(unplaced);
        refusals = List.copyOf(refusals);
    }
}
