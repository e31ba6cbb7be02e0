package io.troupe.persistence.feed;

import akka.Done;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A feed for tests, which forgets with the process. Can be told to fail, and to forget its oldest rows. */
public final class InMemoryFeed implements FeedStore {
    private final TreeMap<Long, FeedRow> rows = new TreeMap<>();
    private final Map<FeedKey, Long> heads = new HashMap<>();
    private @Nullable RuntimeException failure;

    /** From now on each call fails with this; nothing is stored. */
    public synchronized void failWith(RuntimeException cause) {
        failure = cause;
    }

    /** From now on calls work again. */
    public synchronized void recover() {
        failure = null;
    }

    /** As time does: rows up to this number are gone. */
    public synchronized void forget(long number) {
        rows.headMap(number, true).clear();
    }

    @Override
    public CompletionStage<FeedTail> tail() {
        return answer(() -> new FeedTail(rows.isEmpty() ? 0 : rows.lastKey(), heads));
    }

    @Override
    public CompletionStage<Done> append(List<FeedRow> added) {
        return answer(() -> {
            added.forEach(row -> rows.put(row.number(), row));
            return Done.getInstance();
        });
    }

    @Override
    public CompletionStage<Done> note(Map<FeedKey, Long> noted, Set<FeedKey> closed) {
        return answer(() -> {
            heads.putAll(noted);
            heads.keySet().removeAll(closed);
            return Done.getInstance();
        });
    }

    @Override
    public CompletionStage<List<FeedRow>> read(long after, int rowsMax) {
        return answer(() ->
                rows.tailMap(after, false).values().stream().limit(rowsMax).toList());
    }

    private synchronized <T> CompletionStage<T> answer(Supplier<T> action) {
        return failure == null
                ? CompletableFuture.completedFuture(action.get())
                : CompletableFuture.failedFuture(failure);
    }
}
