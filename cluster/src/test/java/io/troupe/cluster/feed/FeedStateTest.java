package io.troupe.cluster.feed;

import static org.assertj.core.api.Assertions.assertThat;

import io.troupe.cluster.PictureFixture;
import io.troupe.cluster.directory.ClusterEvent;
import io.troupe.persistence.feed.FeedKey;
import io.troupe.persistence.feed.FeedRow;
import io.troupe.persistence.feed.FeedStore;
import io.troupe.persistence.feed.FeedTail;
import io.troupe.protocol.identity.WorkloadId;
import io.troupe.protocol.workload.Cause;
import io.troupe.protocol.workload.WorkloadEvent;
import io.troupe.protocol.workload.WorkloadRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FeedStateTest {
    private static final FeedKey WEB = new FeedKey("workload", "/web");
    private static final FeedKey DB = new FeedKey("workload", "/db");
    private static final Cause CAUSE = Cause.of("test", "test");

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final Instant LATER = NOW.plus(FeedStore.KEPT).plus(Duration.ofDays(1));

    private static ClusterEvent event(String id, long sequence) {
        return event(id, sequence, new WorkloadEvent.LaunchDelayReset(null));
    }

    private static ClusterEvent event(String id, long sequence, WorkloadEvent event) {
        return new ClusterEvent.WorkloadHappened(
                WorkloadId.of(id),
                sequence,
                new WorkloadRecord(NOW, CAUSE, event),
                List.of(),
                List.of(),
                PictureFixture.picture(id, sequence));
    }

    private static ClusterEvent event(String id, long sequence, Instant at) {
        return new ClusterEvent.WorkloadHappened(
                WorkloadId.of(id),
                sequence,
                new WorkloadRecord(at, CAUSE, new WorkloadEvent.LaunchDelayReset(null)),
                List.of(),
                List.of(),
                PictureFixture.picture(id, sequence));
    }

    private static FeedState begun(long newest, Map<FeedKey, Long> heads) {
        return new FeedState(new FeedTail(newest, heads), Set.of(), NOW);
    }

    private static FeedEffect.Store store(FeedRow... rows) {
        return new FeedEffect.Store(List.of(rows));
    }

    @Test
    void whatIsHeardIsNumberedStoredAndThenTold() {
        var state = begun(7, Map.of(WEB, 3L));
        assertThat(state.heard(event("/web", 4))).containsExactly(new FeedEffect.FlushSoon());
        assertThat(state.heard(event("/web", 5))).isEmpty();
        assertThat(state.newest()).isEqualTo(7);

        assertThat(state.flush()).containsExactly(store(new FeedRow(8, WEB, 4), new FeedRow(9, WEB, 5)));
        assertThat(state.newest()).as("what is not stored is not told").isEqualTo(7);
        assertThat(state.heard(event("/web", 6))).isEmpty();

        assertThat(state.stored(NOW))
                .containsExactly(
                        new FeedEffect.Tell(
                                List.of(new FeedEntry(8, event("/web", 4)), new FeedEntry(9, event("/web", 5)))),
                        new FeedEffect.Note(Map.of(WEB, 5L), Set.of()));
        assertThat(state.noted()).containsExactly(store(new FeedRow(10, WEB, 6)));
    }

    @Test
    void whatCouldNotBeStoredIsStoredAgainUnderTheSameNumbers() {
        var state = begun(0, Map.of());
        state.heard(event("/web", 1));
        var first = state.flush();
        state.heard(event("/web", 2));

        assertThat(state.flush()).isEqualTo(first);
    }

    @Test
    void whatWasHeardBeforeIsPassedOver() {
        var state = begun(7, Map.of(WEB, 3L));

        assertThat(state.heard(event("/web", 3))).isEmpty();
        assertThat(state.flush()).isEmpty();
    }

    @Test
    void aGapIsReadFromTheJournalOnceAndInOrder() {
        var state = begun(7, Map.of(WEB, 3L));

        assertThat(state.heard(event("/web", 6))).containsExactly(new FeedEffect.ReadJournal(WEB, 4));
        assertThat(state.heard(event("/web", 7))).isEmpty();
        state.journalRead(WEB, List.of(event("/web", 4), event("/web", 5), event("/web", 6)), false, NOW);

        assertThat(state.flush())
                .containsExactly(store(new FeedRow(8, WEB, 4), new FeedRow(9, WEB, 5), new FeedRow(10, WEB, 6)));
        assertThat(state.heard(event("/web", 8))).containsExactly(new FeedEffect.ReadJournal(WEB, 7));
    }

    @Test
    void whatAMachineDidNotGetToTellIsFoundWhenItsWorkloadsArePresent() {
        var state = begun(7, Map.of(WEB, 3L, DB, 9L));

        assertThat(state.present(WEB, 5)).containsExactly(new FeedEffect.ReadJournal(WEB, 4));
        assertThat(state.present(DB, 9)).isEmpty();
    }

    @Test
    void whatEndedWithoutAWordIsReadToItsEnd() {
        var state =
                new FeedState(new FeedTail(7, Map.of(WEB, 3L, DB, -9L)), Set.of(new FeedKey("deployment", "d")), NOW);

        assertThat(state.absent(Set.of()))
                .containsExactlyInAnyOrder(
                        new FeedEffect.ReadJournal(WEB, 4),
                        new FeedEffect.ReadJournal(new FeedKey("deployment", "d"), 1));
        state.journalRead(WEB, List.of(), false, NOW);
        state.journalUnread(new FeedKey("deployment", "d"));
        assertThat(state.absent(Set.of()))
                .containsExactly(new FeedEffect.ReadJournal(new FeedKey("deployment", "d"), 1));
    }

    @Test
    void aFeedThatNeverWroteBeginsWithWhatItFinds() {
        var state = begun(0, Map.of());

        assertThat(state.present(WEB, 500)).isEmpty();
        assertThat(state.heard(event("/db", 40))).containsExactly(new FeedEffect.FlushSoon());
        assertThat(state.heard(event("/web", 501))).isEmpty();
        assertThat(state.flush()).containsExactly(store(new FeedRow(1, DB, 40), new FeedRow(2, WEB, 501)));
    }

    @Test
    void aDeletedWorkloadIsNotedAsClosedAndMayComeAgain() {
        var state = begun(7, Map.of(WEB, 3L));
        state.heard(event("/web", 4, new WorkloadEvent.WorkloadDeleted()));
        state.flush();

        assertThat(state.stored(NOW)).contains(new FeedEffect.Note(Map.of(WEB, -4L), Set.of()));
        assertThat(state.absent(Set.of())).isEmpty();
        var again = begun(8, Map.of(WEB, -4L));
        assertThat(again.heard(event("/web", 5))).containsExactly(new FeedEffect.FlushSoon());
    }

    @Test
    void aWorkloadThatWasDeletedLongAgoIsForgottenAndWhatIsOldIsNotToldAgainWhenItComesBack() {
        var state = begun(7, Map.of(WEB, 3L, DB, -9L));
        state.heard(event("/web", 4, new WorkloadEvent.WorkloadDeleted()));
        state.flush();
        state.stored(NOW);
        state.noted();
        state.forget(NOW.plus(FeedStore.KEPT));
        assertThat(state.journals()).isEqualTo(2);
        state.forget(LATER);
        assertThat(state.journals()).isZero();

        assertThat(state.heard(event("/web", 5))).containsExactly(new FeedEffect.ReadJournal(WEB, 1));
        var again = event("/web", 5, LATER);
        state.journalRead(WEB, List.of(event("/web", 1), event("/web", 4), again), false, LATER);
        assertThat(state.flush()).containsExactly(store(new FeedRow(9, WEB, 5)));
    }

    @Test
    void aLongJournalIsReadInPieces() {
        var state = begun(7, Map.of(WEB, 3L));
        state.present(WEB, 9);
        assertThat(state.journalRead(WEB, List.of(event("/web", 4), event("/web", 5)), true, NOW))
                .contains(new FeedEffect.ReadJournal(WEB, 6));
        assertThat(state.journalRead(WEB, List.of(event("/web", 6)), false, NOW))
                .isEmpty();
    }

    @Test
    void whatDoesNotFitIsFoundInItsJournalLater() {
        var state = begun(0, Map.of());
        for (long sequence = 1; sequence <= FeedState.WAITING_MAX + 1; sequence++) {
            state.heard(event("/web", sequence));
        }
        while (!state.flush().isEmpty()) {
            state.stored(NOW);
            state.noted();
        }

        assertThat(state.newest()).isEqualTo(FeedState.WAITING_MAX);
        assertThat(state.present(WEB, FeedState.WAITING_MAX + 1L))
                .containsExactly(new FeedEffect.ReadJournal(WEB, FeedState.WAITING_MAX + 1L));
    }
}
