package io.troupe.cassandra;

/**
 * Whether the disk has room for the database. Knows no clock and no disk: it is told what is free and says what follows.
 *
 * <pre>
 * ENOUGH -> STARVED   less free than the low mark, or a segment of the commit log could not be made
 * STARVED -> RETURNED  more free than the high mark again; final, because then the process ends
 * </pre>
 */
enum SpaceState {
    ENOUGH,
    STARVED,
    RETURNED;

    /** Below this a flush or the next segment of the commit log may fail. */
    static final long LOW_MARK_BYTES = 20L << 20;
    /** From this on it is worth to start again: a new commit log, a flush of all that was replayed, and something to spare. */
    static final long HIGH_MARK_BYTES = 48L << 20;

    SpaceState next(long freeBytes, boolean segmentRefused) {
        return switch (this) {
            case ENOUGH -> freeBytes < LOW_MARK_BYTES || segmentRefused ? STARVED : ENOUGH;
            case STARVED -> freeBytes > HIGH_MARK_BYTES ? RETURNED : STARVED;
            case RETURNED -> RETURNED;
        };
    }
}
