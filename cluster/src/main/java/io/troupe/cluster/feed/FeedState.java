package io.troupe.cluster.feed;

import io.troupe.cluster.directory.ClusterEvent;
import io.troupe.persistence.feed.FeedKey;
import io.troupe.persistence.feed.FeedRow;
import io.troupe.persistence.feed.FeedStore;
import io.troupe.persistence.feed.FeedTail;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What has its number, what waits for one, and how far each journal was heard.
 *
 * <p>Of each journal every event is taken once, in the journal's order: one that came before is passed over, and one that comes too early
 * has the journal read. Kept by one feed alone, and changed in place.
 */
final class FeedState {
    /** What comes when as many wait is left for the next look into its journal. */
    static final int WAITING_MAX = 20_000;

    /** A journal that was closed is forgotten so long after; by then all that it holds is older than what is told. */
    private static final Duration CLOSED_KEPT = FeedStore.KEPT.plusHours(1);

    private final boolean virgin;
    private final Map<FeedKey, Long> heard = new HashMap<>();
    private final Map<FeedKey, Instant> closed = new HashMap<>();
    private final Set<FeedKey> open = new HashSet<>();
    private final Set<FeedKey> reading = new HashSet<>();
    private final Deque<ClusterEvent> waiting = new ArrayDeque<>();
    private List<FeedEntry> storing = List.of();
    private long newest;
    private boolean noting;

    /**
     * @param tail where the last feed ended
     * @param listed journals that may have begun since, without a word of it in the tail
     */
    FeedState(FeedTail tail, Set<FeedKey> listed, Instant now) {
        newest = tail.newest();
        virgin = tail.newest() == 0;
        tail.heads().forEach((key, head) -> {
            heard.put(key, Math.abs(head));
            if (head > 0) {
                open.add(key);
            } else {
                closed.put(key, now);
            }
        });
        if (!virgin) {
            listed.stream().filter(key -> !heard.containsKey(key)).forEach(open::add);
        }
    }

    long newest() {
        return newest - storing.size();
    }

    List<FeedEffect> heard(ClusterEvent event) {
        var key = FeedKeys.of(event);
        long sequence = FeedKeys.sequence(event);
        long last = heard.computeIfAbsent(key, unknown -> virgin ? sequence - 1 : 0);
        if (sequence <= last || reading.contains(key)) {
            return List.of();
        }
        if (sequence > last + 1) {
            return read(key);
        }
        return wait(key, sequence, event);
    }

    /** How far a journal is: said of all that live, now and then. */
    List<FeedEffect> present(FeedKey key, long sequence) {
        long last = heard.computeIfAbsent(key, unknown -> virgin ? sequence : 0);
        open.add(key);
        return sequence > last ? read(key) : List.of();
    }

    /** Journals that were not closed, as far as was heard, but of whose entities nobody speaks any more. */
    List<FeedEffect> absent(Set<FeedKey> present) {
        return open.stream().filter(key -> !present.contains(key)).toList().stream()
                .flatMap(key -> read(key).stream())
                .toList();
    }

    /** Forgets what was closed long ago. */
    void forget(Instant now) {
        closed.entrySet().removeIf(entry -> {
            var old = entry.getValue().plus(CLOSED_KEPT).isBefore(now);
            if (old) {
                heard.remove(entry.getKey());
            }
            return old;
        });
    }

    /** Of how many journals it knows how far they were heard. */
    int journals() {
        return heard.size();
    }

    private List<FeedEffect> read(FeedKey key) {
        return reading.add(key) ? List.of(new FeedEffect.ReadJournal(key, heard.getOrDefault(key, 0L) + 1)) : List.of();
    }

    /**
     * What a journal held from the number on that was asked for. Of one that is not known, since it began or was closed and forgotten, that is told which is no older
     * than what was told before is kept.
     *
     * @param more whether it holds more than was given
     */
    List<FeedEffect> journalRead(FeedKey key, List<ClusterEvent> events, boolean more, Instant now) {
        reading.remove(key);
        var unknown = heard.getOrDefault(key, 0L) == 0;
        var effects = new ArrayList<FeedEffect>();
        for (var event : events) {
            long sequence = FeedKeys.sequence(event);
            if (unknown && FeedKeys.at(event).plus(FeedStore.KEPT).isBefore(now)) {
                heard.put(key, sequence);
            } else if (sequence > heard.getOrDefault(key, 0L)) {
                effects.addAll(wait(key, sequence, event));
            }
        }
        if (more && heard.getOrDefault(key, 0L) == FeedKeys.sequence(events.getLast())) {
            effects.addAll(read(key));
        }
        if (events.isEmpty()) {
            // Nobody speaks of it, and nothing is left to tell of it.
            open.remove(key);
        }
        return effects;
    }

    /** It could not be read; whoever speaks of it next has it read again. */
    void journalUnread(FeedKey key) {
        reading.remove(key);
    }

    private List<FeedEffect> wait(FeedKey key, long sequence, ClusterEvent event) {
        if (waiting.size() >= WAITING_MAX) {
            return List.of();
        }
        heard.put(key, sequence);
        closed.remove(key);
        open.add(key);
        waiting.addLast(event);
        return isIdle() && waiting.size() == 1 ? List.of(new FeedEffect.FlushSoon()) : List.of();
    }

    private boolean isIdle() {
        return storing.isEmpty() && !noting;
    }

    /** What is to be stored now; also what could not be stored before. */
    List<FeedEffect> flush() {
        if (noting || (storing.isEmpty() && waiting.isEmpty())) {
            return List.of();
        }
        if (storing.isEmpty()) {
            var next = new ArrayList<FeedEntry>();
            while (!waiting.isEmpty() && next.size() < FeedStore.APPEND_MAX) {
                next.add(new FeedEntry(++newest, waiting.removeFirst()));
            }
            storing = next;
        }
        return List.of(new FeedEffect.Store(storing.stream()
                .map(entry -> new FeedRow(entry.number(), FeedKeys.of(entry.event()), FeedKeys.sequence(entry.event())))
                .toList()));
    }

    List<FeedEffect> stored(Instant now) {
        var told = storing;
        storing = List.of();
        noting = true;
        var heads = new HashMap<FeedKey, Long>();
        var ended = new HashSet<FeedKey>();
        told.forEach(entry -> note(entry.event(), heads, ended, now));
        return List.of(new FeedEffect.Tell(told), new FeedEffect.Note(heads, ended));
    }

    /** A deployment never comes back; a workload may be created again, and then goes on with its numbers. */
    private void note(ClusterEvent event, Map<FeedKey, Long> heads, Set<FeedKey> ended, Instant now) {
        var key = FeedKeys.of(event);
        boolean closes = FeedKeys.closes(event);
        heads.put(key, closes ? -FeedKeys.sequence(event) : FeedKeys.sequence(event));
        if (!closes) {
            return;
        }
        open.remove(key);
        switch (event) {
            case ClusterEvent.WorkloadHappened happened -> closed.put(key, now);
            case ClusterEvent.DeploymentHappened happened -> {
                ended.add(key);
                heads.remove(key);
                heard.remove(key);
            }
        }
    }

    List<FeedEffect> noted() {
        noting = false;
        return flush();
    }
}
