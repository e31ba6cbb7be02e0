package io.troupe.cluster.feed;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.troupe.cluster.ClusterMessage;
import java.util.List;
import java.util.stream.IntStream;

/** What a follower of the feed hears. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "news")
@JsonSubTypes({
    @JsonSubTypes.Type(value = FeedNews.Began.class, name = "began"),
    @JsonSubTypes.Type(value = FeedNews.Happened.class, name = "happened")
})
public sealed interface FeedNews extends ClusterMessage {
    /** Most events of one message between nodes. */
    int PART_ENTRIES_MAX = 20;

    /** Said first, and again by a feed that begins anew: all up to this number is past, what follows comes next. */
    record Began(long newest) implements FeedNews {}

    /** What happened next, in order and stored. */
    record Happened(List<FeedEntry> entries) implements FeedNews {
        public Happened {
            entries = List.copyOf(entries);
        }

        /** The same in messages that fit between nodes: each event comes with a picture of its workload, which may be large. */
        List<Happened> parts() {
            return IntStream.iterate(0, from -> from < entries.size(), from -> from + PART_ENTRIES_MAX)
                    .mapToObj(from ->
                            new Happened(entries.subList(from, Math.min(from + PART_ENTRIES_MAX, entries.size()))))
                    .toList();
        }
    }
}
