package io.troupe.persistence.roster;

import akka.Done;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A roster for tests, which forgets with the process. Can be told to fail, and to hold its answers back. */
public final class InMemoryRoster implements Roster {
    private record Key(String kind, String id) {}

    private final Map<Key, RosterEntry> entries = new LinkedHashMap<>();
    private @Nullable RuntimeException failure;
    private @Nullable CompletableFuture<Done> gate;

    /** From now on each call fails with this; nothing is stored. */
    public synchronized void failWith(RuntimeException cause) {
        failure = cause;
    }

    /** From now on calls work again. */
    public synchronized void recover() {
        failure = null;
    }

    /** From now on no call is carried out or answered until {@link #release}. */
    public synchronized void hold() {
        if (gate == null) {
            gate = new CompletableFuture<>();
        }
    }

    /** Lets all held calls go on. */
    public void release() {
        CompletableFuture<Done> held;
        synchronized (this) {
            held = gate;
            gate = null;
        }
        if (held != null) {
            held.complete(Done.getInstance());
        }
    }

    /** What it holds now, past {@link #hold} and {@link #failWith}. */
    public synchronized List<RosterEntry> entries() {
        return List.copyOf(entries.values());
    }

    @Override
    public CompletionStage<Done> add(Collection<RosterEntry> added) {
        return answer(() -> {
            added.forEach(entry -> entries.merge(new Key(entry.kind(), entry.id()), entry, InMemoryRoster::later));
            return Done.getInstance();
        });
    }

    @Override
    public CompletionStage<Done> remove(RosterEntry entry) {
        return answer(() -> {
            entries.computeIfPresent(
                    new Key(entry.kind(), entry.id()),
                    (key, known) -> known.since().isAfter(entry.since()) ? known : null);
            return Done.getInstance();
        });
    }

    @Override
    public CompletionStage<List<RosterEntry>> all() {
        return answer(() -> List.copyOf(entries.values()));
    }

    private static RosterEntry later(RosterEntry known, RosterEntry added) {
        return added.since().isAfter(known.since()) ? added : known;
    }

    private synchronized <T> CompletionStage<T> answer(Supplier<T> action) {
        return gate == null ? now(action) : gate.thenCompose(released -> now(action));
    }

    private synchronized <T> CompletionStage<T> now(Supplier<T> action) {
        return failure == null
                ? CompletableFuture.completedFuture(action.get())
                : CompletableFuture.failedFuture(failure);
    }
}
