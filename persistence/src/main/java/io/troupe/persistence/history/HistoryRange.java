package io.troupe.persistence.history;

/**
 * Which part of a journal is asked for.
 *
 * @param from first sequence number
 * @param to last sequence number
 * @param limit most events to give, at most {@link #LIMIT_MAX}; for more, ask again from after the last one given
 */
public record HistoryRange(long from, long to, int limit) {
    public static final int LIMIT_MAX = 1_000;

    public HistoryRange {
        if (from < 1 || limit < 1 || limit > LIMIT_MAX) {
            throw new IllegalArgumentException("a range begins at 1 or later and holds 1 to " + LIMIT_MAX
                    + " events: from " + from + ", limit " + limit);
        }
    }

    /** The first events there are. */
    public static HistoryRange first() {
        return from(1);
    }

    /** As many as possible, from this sequence number on. */
    public static HistoryRange from(long sequence) {
        return new HistoryRange(sequence, Long.MAX_VALUE, LIMIT_MAX);
    }
}
