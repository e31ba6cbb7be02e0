package io.troupe.cluster;

import io.troupe.cluster.ControlPlane.HistoryEntry;
import io.troupe.cluster.workload.DefinitionReplay;
import io.troupe.cluster.workload.WorkloadReplay;
import io.troupe.cluster.workload.WorkloadSupervisor;
import io.troupe.persistence.history.EventHistory;
import io.troupe.persistence.history.HistoryRange;
import io.troupe.persistence.history.Stored;
import io.troupe.protocol.identity.WorkloadId;
import io.troupe.protocol.workload.WorkloadRecord;
import io.troupe.protocol.workload.WorkloadReply.Original;
import io.troupe.protocol.workload.WorkloadView;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Predicate;

/** What the journals tell of workloads. A journal is read piece by piece, and of a piece nothing is held but what was asked for. */
final class WorkloadPast {
    private final EventHistory journals;

    WorkloadPast(EventHistory journals) {
        this.journals = journals;
    }

    /**
     * The newest entries, oldest first.
     *
     * @param known a sequence number that the journal has reached; 0 if none is known
     */
    CompletionStage<List<HistoryEntry>> newest(WorkloadId workload, long known, int entriesMax) {
        Deque<HistoryEntry> newest = new ArrayDeque<>();
        return read(workload, Math.max(1, known - entriesMax + 1), entry -> {
                    newest.addLast(new HistoryEntry(entry.sequence(), entry.event()));
                    if (newest.size() > entriesMax) {
                        newest.removeFirst();
                    }
                    return true;
                })
                .thenApply(read -> List.copyOf(newest));
    }

    /** The workload as it was; empty if it did not exist then. */
    CompletionStage<Optional<WorkloadView>> at(WorkloadId workload, Instant at) {
        var replay = new WorkloadReplay(workload);
        return read(workload, 1, entry -> {
                    var before = !entry.event().at().isAfter(at);
                    if (before) {
                        replay.add(entry.event());
                    }
                    return before;
                })
                .thenApply(read -> replay.view());
    }

    /** What the workload was to be by the last target that was set until then; empty if it did not exist or was to be deleted. */
    CompletionStage<Optional<Original>> definitionAt(WorkloadId workload, Instant at) {
        var replay = new DefinitionReplay(at);
        return read(workload, 1, entry -> replay.add(entry.event())).thenApply(read -> replay.definition());
    }

    /** Until the end, or until enough is known. */
    private CompletionStage<Boolean> read(WorkloadId workload, long from, Predicate<Stored<WorkloadRecord>> goOn) {
        return journals.read(
                        WorkloadSupervisor.persistenceId(workload).id(), HistoryRange.from(from), WorkloadRecord.class)
                .thenCompose(entries -> entries.stream().allMatch(goOn) && entries.size() == HistoryRange.LIMIT_MAX
                        ? read(workload, entries.getLast().sequence() + 1, goOn)
                        : CompletableFuture.completedFuture(true));
    }
}
