package io.troupe.persistence.feed;

import java.util.Map;

/**
 * Where the order of all events ends.
 *
 * @param newest the highest number that was ever given; 0 if none was
 * @param heads the highest sequence number that has a row, of each journal that was not closed
 */
public record FeedTail(long newest, Map<FeedKey, Long> heads) {
    public static final FeedTail EMPTY = new FeedTail(0, Map.of());

    public FeedTail {
        heads = Map.copyOf(heads);
    }
}
