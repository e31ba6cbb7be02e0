package io.troupe.persistence.feed;

import akka.Done;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/** Keeps the order of all events. Has one writer. Each call fails, within bounded time, if it could not be carried out; then it may be repeated. */
public interface FeedStore {
    /** Most rows of one {@link #append}. */
    int APPEND_MAX = 500;

    /** Most rows of one {@link #read}. */
    int READ_MAX = 1_000;

    /** So long a row is kept, and the note of a journal that was closed. */
    Duration KEPT = Duration.ofDays(7);

    /** Where to go on; asked once at the start. */
    CompletionStage<FeedTail> tail();

    /** Adds rows, in order of their numbers, each number once. Repeated with the same rows it changes nothing. */
    CompletionStage<Done> append(List<FeedRow> rows);

    /**
     * Notes how far journals have rows, after these were appended; at most the last append may lack its note when a new writer begins.
     *
     * @param heads the highest sequence number of each; negative for one that is closed but may be opened again: that note may be forgotten with its rows
     * @param closed journals that will not grow any more
     */
    CompletionStage<Done> note(Map<FeedKey, Long> heads, Set<FeedKey> closed);

    /** The rows after a number that are still kept, in order, at most {@code rowsMax}; none if there are none. */
    CompletionStage<List<FeedRow>> read(long after, int rowsMax);
}
