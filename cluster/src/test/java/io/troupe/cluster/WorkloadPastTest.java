package io.troupe.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.troupe.cluster.ControlPlane.HistoryEntry;
import io.troupe.persistence.history.EventHistory;
import io.troupe.persistence.history.HistoryRange;
import io.troupe.persistence.history.InMemoryHistory;
import io.troupe.persistence.history.Stored;
import io.troupe.protocol.identity.WorkloadId;
import io.troupe.protocol.workload.Cause;
import io.troupe.protocol.workload.WorkloadEvent;
import io.troupe.protocol.workload.WorkloadRecord;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

class WorkloadPastTest {
    private static final WorkloadId WEB = WorkloadId.of("/web");
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final int ENTRIES = 2 * HistoryRange.LIMIT_MAX + 10;

    private final Asked journals = new Asked();
    private final WorkloadPast past = new WorkloadPast(journals);

    WorkloadPastTest() {
        for (var second = 1; second <= ENTRIES; second++) {
            journals.history.append(
                    "workload|/web",
                    new WorkloadRecord(
                            START.plusSeconds(second),
                            Cause.of("test", "because"),
                            new WorkloadEvent.LaunchDelayReset(null)));
        }
    }

    @Test
    void theNewestEntriesAreReadFromWhereTheyBegin() {
        assertThat(sequences(ENTRIES, 3)).containsExactly(ENTRIES - 2L, ENTRIES - 1L, (long) ENTRIES);
        assertThat(journals.from).containsExactly(ENTRIES - 2L);
    }

    @Test
    void theNewestEntriesAreFoundAlsoIfNobodyKnowsWhereTheJournalEnds() {
        assertThat(sequences(0, 2)).containsExactly(ENTRIES - 1L, (long) ENTRIES);
    }

    @Test
    void nothingIsReadBeyondTheTimeThatIsAskedFor() {
        assertThat(past.at(WEB, START.plusSeconds(5)).toCompletableFuture().join())
                .isEmpty();
        assertThat(journals.from).containsExactly(1L);
    }

    private List<Long> sequences(long known, int entriesMax) {
        return past.newest(WEB, known, entriesMax).toCompletableFuture().join().stream()
                .map(HistoryEntry::sequence)
                .toList();
    }

    /** Remembers from where was read. */
    private static final class Asked implements EventHistory {
        private final InMemoryHistory history = new InMemoryHistory();
        private final List<Long> from = new ArrayList<>();

        @Override
        public <T> CompletionStage<List<Stored<T>>> read(String persistenceId, HistoryRange range, Class<T> type) {
            from.add(range.from());
            return history.read(persistenceId, range, type);
        }
    }
}
