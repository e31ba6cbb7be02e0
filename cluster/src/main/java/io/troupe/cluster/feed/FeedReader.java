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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/** What was told before, made anew from the journals. */
public final class FeedReader {
    private final FeedStore store;
    private final EventHistory journals;

    public FeedReader(FeedStore store, EventHistory journals) {
        this.store = store;
        this.journals = journals;
    }

    /** What came after a number, as far as it is kept, in order; none if there is none. */
    public CompletionStage<List<FeedEntry>> past(long after, int entriesMax) {
        return store.read(after, entriesMax).thenCompose(this::entries);
    }

    private CompletionStage<List<FeedEntry>> entries(List<FeedRow> rows) {
        var last = new HashMap<FeedKey, Long>();
        rows.forEach(row -> last.merge(row.key(), row.sequence(), Math::max));
        var read = new HashMap<FeedKey, CompletableFuture<Map<Long, ClusterEvent>>>();
        last.forEach((key, sequence) -> read.put(key, bySequence(key, sequence).toCompletableFuture()));
        return CompletableFuture.allOf(read.values().toArray(CompletableFuture[]::new))
                .thenApply(done -> rows.stream()
                        .flatMap(row -> {
                            var event = Objects.requireNonNull(read.get(row.key()))
                                    .join()
                                    .get(row.sequence());
                            return event == null
                                    ? java.util.stream.Stream.<FeedEntry>empty()
                                    : java.util.stream.Stream.of(new FeedEntry(row.number(), event));
                        })
                        .toList());
    }

    private CompletionStage<Map<Long, ClusterEvent>> bySequence(FeedKey key, long to) {
        return journal(key, 1, to).thenApply(events -> {
            var found = new HashMap<Long, ClusterEvent>();
            events.forEach(event -> found.put(FeedKeys.sequence(event), event));
            return found;
        });
    }

    /** The events of a journal between two numbers; those before are read too, since each is told with the picture after it. */
    CompletionStage<List<ClusterEvent>> journal(FeedKey key, long from, long to) {
        CompletionStage<List<ClusterEvent>> all;
        if (key.kind().equals(WorkloadSupervisor.KIND)) {
            var replay = new WorkloadReplay(WorkloadId.of(key.id()));
            all = read(key, 1, to, WorkloadRecord.class, replay::tell, new ArrayList<>());
        } else {
            var replay = new DeploymentReplay();
            all = read(key, 1, to, DeploymentRecord.class, replay::tell, new ArrayList<>());
        }
        return all.thenApply(events -> events.stream()
                .filter(event -> FeedKeys.sequence(event) >= from)
                .toList());
    }

    private <T> CompletionStage<List<ClusterEvent>> read(
            FeedKey key,
            long from,
            long to,
            Class<T> type,
            Function<T, ? extends ClusterEvent> tell,
            List<ClusterEvent> told) {
        return journals.read(key.kind() + "|" + key.id(), new HistoryRange(from, to, HistoryRange.LIMIT_MAX), type)
                .thenCompose(entries -> {
                    entries.stream().map(Stored::event).map(tell).forEach(told::add);
                    return entries.size() < HistoryRange.LIMIT_MAX
                            ? CompletableFuture.completedFuture(told)
                            : read(key, entries.getLast().sequence() + 1, to, type, tell, told);
                });
    }
}
