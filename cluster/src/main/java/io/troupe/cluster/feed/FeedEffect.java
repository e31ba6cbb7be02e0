package io.troupe.cluster.feed;

import io.troupe.persistence.feed.FeedKey;
import io.troupe.persistence.feed.FeedRow;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What the feed wants done. */
sealed interface FeedEffect {
    /** Read what a journal holds from this number on, and say it. */
    record ReadJournal(FeedKey key, long from) implements FeedEffect {}

    /** Soon ask what is to be stored; what comes until then is stored with it. */
    record FlushSoon() implements FeedEffect {}

    record Store(List<FeedRow> rows) implements FeedEffect {
        public Store {
            rows = List.copyOf(rows);
        }
    }

    /** It is stored: followers may hear it. */
    record Tell(List<FeedEntry> entries) implements FeedEffect {
        public Tell {
            entries = List.copyOf(entries);
        }
    }

    /** @param heads negative for a journal that is closed, but may be opened again */
    record Note(Map<FeedKey, Long> heads, Set<FeedKey> closed) implements FeedEffect {
        public Note {
            heads = Map.copyOf(heads);
            closed = Set.copyOf(closed);
        }
    }
}
