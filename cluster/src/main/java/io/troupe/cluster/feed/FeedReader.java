package io.troupe.cluster.feed;

import io.troupe.cluster.deployment.DeploymentReplay;
import io.troupe.cluster.directory.ClusterEvent;
import io.troupe.cluster.workload.WorkloadReplay;
import io.troupe.cluster.workload.WorkloadSupervisor;
import io.troupe.persistence.feed.FeedKey;
import io.troupe.persistence.feed.FeedRow;
import io.troupe.persistence.feed.FeedStore;
import io.troupe.persistence.history.EventHistory;
import io.troupe.persistence.history.HistoryRange;
import io.troupe.persistence.history.Stored;
import io.troupe.protocol.deployment.DeploymentRecord;
import io.troupe.protocol.identity.WorkloadId;
import io.troupe.protocol.workload.WorkloadRecord;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What was told before, made anew from the journals. Each event is told with the picture after it, so a journal is always read from its beginning; but only
 * what was asked for is held, and few journals are read at once.
 */
public final class FeedReader {
    /** Most events of one piece of a journal. */
    static final int PIECE_MAX = 1_000;

    private static final int JOURNALS_AT_ONCE = 8;

    private final FeedStore store;
    private final EventHistory journals;

    /**
     * Some of the events of a journal.
     *
     * @param more whether there were more than these
     */
    record Piece(List<ClusterEvent> events, boolean more) {
        Piece {
            events = List.copyOf(events);
        }
    }

    public FeedReader(FeedStore store, EventHistory journals) {
        this.store = store;
        this.journals = journals;
    }

    /** What came after a number, as far as it is kept, in order; none if there is none. */
    public CompletionStage<List<FeedEntry>> past(long after, int entriesMax) {
        return store.read(after, entriesMax).thenCompose(this::entries);
    }

    private CompletionStage<List<FeedEntry>> entries(List<FeedRow> rows) {
        var wanted = rows.stream()
                .collect(Collectors.groupingBy(
                        FeedRow::key, Collectors.mapping(FeedRow::sequence, Collectors.toUnmodifiableSet())));
        var found = new HashMap<FeedRow.Place, ClusterEvent>();
        return some(List.copyOf(wanted.keySet()), wanted, found)
                .thenApply(done -> rows.stream()
                        .flatMap(row -> Stream.ofNullable(found.get(row.place()))
                                .map(event -> new FeedEntry(row.number(), event)))
                        .toList());
    }

    private CompletionStage<Map<FeedRow.Place, ClusterEvent>> some(
            List<FeedKey> keys, Map<FeedKey, Set<Long>> wanted, Map<FeedRow.Place, ClusterEvent> found) {
        if (keys.isEmpty()) {
            return CompletableFuture.completedFuture(found);
        }
        var now = keys.subList(0, Math.min(JOURNALS_AT_ONCE, keys.size())).stream()
                .map(key -> events(key, Objects.requireNonNull(wanted.get(key))).toCompletableFuture())
                .toList();
        return CompletableFuture.allOf(now.toArray(CompletableFuture[]::new)).thenCompose(read -> {
            now.forEach(events -> events.join()
                    .forEach(event ->
                            found.put(new FeedRow.Place(FeedKeys.of(event), FeedKeys.sequence(event)), event)));
            return some(keys.subList(now.size(), keys.size()), wanted, found);
        });
    }

    private CompletionStage<List<ClusterEvent>> events(FeedKey key, Set<Long> sequences) {
        long last = sequences.stream().reduce(0L, Math::max);
        return told(key, sequences::contains, last, sequences.size());
    }

    /** The events of a journal from a number on, as many as fit one piece. */
    CompletionStage<Piece> journal(FeedKey key, long from) {
        return told(key, sequence -> sequence >= from, Long.MAX_VALUE, PIECE_MAX + 1)
                .thenApply(events ->
                        new Piece(events.subList(0, Math.min(PIECE_MAX, events.size())), events.size() > PIECE_MAX));
    }

    private CompletionStage<List<ClusterEvent>> told(FeedKey key, Predicate<Long> wanted, long to, int eventsMax) {
        var told = new ArrayList<ClusterEvent>();
        if (key.kind().equals(WorkloadSupervisor.KIND)) {
            var replay = new WorkloadReplay(WorkloadId.of(key.id()));
            return read(key, 1, new Reading<>(to, eventsMax, WorkloadRecord.class, told, entry -> {
                if (wanted.test(entry.sequence())) {
                    told.add(replay.tell(entry.event()));
                } else {
                    replay.add(entry.event());
                }
            }));
        }
        var replay = new DeploymentReplay();
        return read(key, 1, new Reading<>(to, eventsMax, DeploymentRecord.class, told, entry -> {
            var event = replay.tell(entry.event());
            if (wanted.test(entry.sequence())) {
                told.add(event);
            }
        }));
    }

    /**
     * A journal as it is read, piece by piece.
     *
     * @param to the last entry to read
     * @param told what of it is told so far
     * @param tell takes each entry, in order
     */
    private record Reading<T>(
            long to, int eventsMax, Class<T> type, List<ClusterEvent> told, Consumer<Stored<T>> tell) {
        boolean isFull() {
            return told.size() >= eventsMax;
        }
    }

    private <T> CompletionStage<List<ClusterEvent>> read(FeedKey key, long from, Reading<T> reading) {
        var range = new HistoryRange(from, reading.to(), HistoryRange.LIMIT_MAX);
        return journals.read(key.kind() + "|" + key.id(), range, reading.type()).thenCompose(entries -> {
            entries.stream().takeWhile(entry -> !reading.isFull()).forEach(reading.tell());
            return entries.size() < HistoryRange.LIMIT_MAX || reading.isFull()
                    ? CompletableFuture.completedFuture(reading.told())
                    : read(key, entries.getLast().sequence() + 1, reading);
        });
    }
}
