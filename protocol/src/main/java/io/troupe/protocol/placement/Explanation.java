package io.troupe.protocol.placement;

import io.troupe.protocol.identity.NodeId;
import io.troupe.protocol.identity.WorkloadId;
import java.time.Instant;
import java.util.List;

/**
 * For each node, every rule that keeps one more instance of a workload away from it; made from the broker's present knowledge.
 *
 * @param workload the workload
 * @param at when it was made
 * @param waiting how many of its instances wait for a place
 * @param nodes all nodes, by id
 */
public record Explanation(WorkloadId workload, Instant at, int waiting, List<NodeVerdict> nodes) {
    public Explanation {
        nodes = List.copyOf(nodes);
    }

    /** A node and all rules that refuse it; it could take an instance if there is none. */
    public record NodeVerdict(NodeId node, String host, List<Refusal> refusals) {
        public NodeVerdict {
            refusals = List.copyOf(refusals);
        }
    }

    /** One rule that refuses a node, with what was wanted and what was found, for a person. */
    public record Refusal(RefusalReason reason, String wanted, String found) {}
}
