package io.troupe.persistence.roster;

import java.time.Instant;

/**
 * One entity that must live.
 *
 * @param kind what sort of entity it is, for example {@code workload}
 * @param id its id within the kind
 * @param since when it was added, in whole milliseconds
 */
public record RosterEntry(String kind, String id, Instant since) {
    private static final int BUCKETS = 16;

    /** Number of buckets over which a roster is spread, so that none of them grows large. */
    static int buckets() {
        return BUCKETS;
    }

    /** Its bucket: the same for ever, since the row is found by it. */
    int bucket() {
        return Math.floorMod((kind + "/" + id).hashCode(), BUCKETS);
    }
}
