package io.troupe.persistence.feed;

/**
 * Names a journal.
 *
 * @param kind what sort of entity it is of, for example {@code workload}
 * @param id the entity's id within the kind
 */
public record FeedKey(String kind, String id) {
    private static final int PARTS = 8;

    static int parts() {
        return PARTS;
    }

    /** Where its head is kept: the same for ever, since the row is found by it. */
    int part() {
        return Math.floorMod((kind + "/" + id).hashCode(), PARTS);
    }
}
