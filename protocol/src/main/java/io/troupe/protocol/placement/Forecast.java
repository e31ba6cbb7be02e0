package io.troupe.protocol.placement;

import io.troupe.protocol.identity.NodeId;
import io.troupe.protocol.identity.WorkloadId;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where the new instances of a change would be placed and which would wait, made from the broker's present knowledge; nothing is granted by it.
 *
 * @param at when it was made
 * @param outlooks one for each workload that was asked for, in the order of the plan
 */
public record Forecast(Instant at, List<Outlook> outlooks) {
    public Forecast {
        outlooks = List.copyOf(outlooks);
    }

    /**
     * What becomes of the new instances of one workload.
     *
     * @param shares the nodes that would take some, by id
     * @param waiting how many would wait
     * @param refusals why; null if none waits, or the broker does not say yet since it has only just begun
     */
    public record Outlook(
            WorkloadId workload,
            List<Share> shares,
            int waiting,
            @Nullable RefusalSummary refusals) {
        public Outlook {
            shares = List.copyOf(shares);
        }
    }

    /**
     * What one node would take.
     *
     * @param instances how many new instances
     * @param hostPorts how many of its host ports they would take together
     */
    public record Share(NodeId node, String host, int instances, int hostPorts) {}
}
