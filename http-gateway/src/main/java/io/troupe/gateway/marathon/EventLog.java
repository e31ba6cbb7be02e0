package io.troupe.gateway.marathon;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * What was told lately, written once for all who listen.
 *
 * <p>Every client reads at his own pace from his own place, so nobody waits for anybody; who falls behind what is held here reads the past.
 */
final class EventLog {
    private final @Nullable ToldEvent[] ring;
    private final long bytesMax;
    private long first;
    private long next;
    private long bytes;
    private EventPlace before = EventPlace.after(0);
    private long newest;
    private CompletableFuture<Boolean> changed = new CompletableFuture<>();
    private final CompletableFuture<Boolean> begun = new CompletableFuture<>();

    /**
     * @param eventsMax most events that are held
     * @param bytesMax most bytes that they may have together, but for a single one
     */
    EventLog(int eventsMax, long bytesMax) {
        this.ring = new ToldEvent[eventsMax];
        this.bytesMax = bytesMax;
    }

    /** What is held is forgotten, unless it goes on without a gap. */
    synchronized void began(long number) {
        if (newest != number || next == first) {
            while (first < next) {
                drop();
            }
            before = EventPlace.after(number);
            newest = number;
        }
        begun.complete(true);
        wake();
    }

    /** Done once it is known where the feed is. */
    CompletionStage<Boolean> begun() {
        return begun;
    }

    /** The next fact; one that was told before is passed over. */
    synchronized void add(long number, List<ToldEvent> events) {
        if (number <= newest) {
            return;
        }
        newest = number;
        for (var event : events) {
            if (next - first == ring.length) {
                drop();
            }
            ring[(int) (next++ % ring.length)] = event;
            bytes += event.text().length();
        }
        while (bytes > bytesMax && next - first > 1) {
            drop();
        }
        if (next == first) {
            before = EventPlace.after(number);
        }
    }

    private void drop() {
        int slot = (int) (first++ % ring.length);
        var dropped = Objects.requireNonNull(ring[slot]);
        ring[slot] = null;
        bytes -= dropped.text().length();
        before = Objects.requireNonNull(dropped.place());
    }

    /** Whoever waits looks again. */
    void wake() {
        CompletableFuture<Boolean> done;
        synchronized (this) {
            done = changed;
            changed = new CompletableFuture<>();
        }
        done.complete(true);
    }

    /** Done at the next change, or sooner. */
    synchronized CompletionStage<Boolean> changed() {
        return changed;
    }

    /** After everything that was told so far. */
    synchronized EventPlace newest() {
        return EventPlace.after(newest);
    }

    /** The next events after a place, none if there are none yet; empty if some of them are not held any more. */
    synchronized Optional<List<ToldEvent>> after(EventPlace place, int eventsMax) {
        if (place.compareTo(before) < 0) {
            return Optional.empty();
        }
        var found = new ArrayList<ToldEvent>();
        for (long at = firstAfter(place); at < next && found.size() < eventsMax; at++) {
            found.add(at(at));
        }
        return Optional.of(found);
    }

    private long firstAfter(EventPlace place) {
        long low = first;
        long high = next;
        while (low < high) {
            long middle = (low + high) >>> 1;
            if (Objects.requireNonNull(at(middle).place()).compareTo(place) > 0) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }

    private ToldEvent at(long number) {
        return Objects.requireNonNull(ring[(int) (number % ring.length)]);
    }
}
