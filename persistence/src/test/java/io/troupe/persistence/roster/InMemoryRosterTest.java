package io.troupe.persistence.roster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class InMemoryRosterTest {
    private static final Instant AT = Instant.parse("2026-11-23T10:00:00Z");
    private static final RosterEntry ONE = new RosterEntry("workload", "/one", AT);
    private static final RosterEntry TWO = new RosterEntry("workload", "/two", AT);

    private final InMemoryRoster roster = new InMemoryRoster();

    @Test
    void whatIsAddedStaysUntilItIsRemoved() {
        roster.add(List.of(ONE, TWO)).toCompletableFuture().join();
        roster.add(List.of(ONE)).toCompletableFuture().join();
        roster.remove(TWO).toCompletableFuture().join();

        assertThat(roster.all().toCompletableFuture().join()).containsExactly(ONE);
    }

    @Test
    void whatWasAddedAgainAfterItsRemovalWasDecidedStays() {
        var again = new RosterEntry("workload", "/one", AT.plusSeconds(1));
        roster.add(List.of(ONE)).toCompletableFuture().join();
        roster.add(List.of(again)).toCompletableFuture().join();
        roster.remove(ONE).toCompletableFuture().join();
        assertThat(roster.all().toCompletableFuture().join()).containsExactly(again);
        roster.remove(again).toCompletableFuture().join();
        assertThat(roster.all().toCompletableFuture().join()).isEmpty();
    }

    @Test
    void itFailsWhenToldTo() {
        roster.failWith(new IllegalStateException("gone"));
        var failed = roster.add(List.of(ONE)).toCompletableFuture();
        roster.recover();

        assertThatThrownBy(failed::join).hasMessageContaining("gone");
        assertThat(roster.entries()).isEmpty();
    }

    @Test
    void itHoldsItsAnswersBackWhenToldTo() {
        roster.hold();
        var held = roster.add(List.of(ONE)).toCompletableFuture();

        assertThat(held).isNotDone();
        assertThat(roster.entries()).isEmpty();

        roster.release();

        assertThat(held).isCompleted();
        assertThat(roster.entries()).containsExactly(ONE);
    }
}
