package io.troupe.persistence.feed;

/**
 * One event's place in the order of all.
 *
 * @param number counts all events from 1, without gaps
 * @param key whose journal it is in
 * @param sequence its number there
 */
public record FeedRow(long number, FeedKey key, long sequence) {
    /** Rows of this many numbers lie together. */
    static final int BUCKET_ROWS = 5_000;

    /** Which event it is of. */
    public record Place(FeedKey key, long sequence) {}

    public Place place() {
        return new Place(key, sequence);
    }

    long bucket() {
        return bucket(number);
    }

    static long bucket(long number) {
        return number / BUCKET_ROWS;
    }
}
