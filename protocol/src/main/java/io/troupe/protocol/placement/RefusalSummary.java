package io.troupe.protocol.placement;

import java.time.Instant;
import java.util.List;

/**
 * Why instances wait, counted over nodes.
 *
 * @param at when the broker tried last
 * @param nodes how many nodes it looked at
 * @param counts for each first failing rule, how many nodes it ruled out; ordered by reason
 */
public record RefusalSummary(Instant at, int nodes, List<Count> counts) {
    public RefusalSummary {
        counts = List.copyOf(counts);
    }

    /**
     * @param reason the rule
     * @param nodes how many nodes it ruled out
     * @param example what was wanted and found on one of them, for a person: {@code wanted 1024 MiB, free 512 MiB}
     */
    public record Count(RefusalReason reason, int nodes, String example) {}
}
