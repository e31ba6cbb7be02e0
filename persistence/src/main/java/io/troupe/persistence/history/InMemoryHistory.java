package io.troupe.persistence.history;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** A history for tests, which is told what happened. Can be told to fail. */
public final class InMemoryHistory implements EventHistory {
    private final Map<String, List<Object>> journals = new HashMap<>();
    private @Nullable RuntimeException failure;

    /** Adds an event at the end of a journal. */
    public synchronized void append(String persistenceId, Object event) {
        journals.computeIfAbsent(persistenceId, id -> new ArrayList<>()).add(event);
    }

    /** From now on each call fails with this. */
    public synchronized void failWith(RuntimeException cause) {
        failure = cause;
    }

    /** From now on calls work again. */
    public synchronized void recover() {
        failure = null;
    }

    @Override
    public synchronized <T> CompletionStage<List<Stored<T>>> read(
            String persistenceId, HistoryRange range, Class<T> type) {
        if (failure != null) {
            return CompletableFuture.failedFuture(failure);
        }
        var events = journals.getOrDefault(persistenceId, List.of());
        var found = new ArrayList<Stored<T>>();
        for (var sequence = range.from();
                sequence <= Math.min(range.to(), events.size()) && found.size() < range.limit();
                sequence++) {
            found.add(new Stored<>(sequence, type.cast(events.get((int) sequence - 1))));
        }
        return CompletableFuture.completedFuture(List.copyOf(found));
    }
}
