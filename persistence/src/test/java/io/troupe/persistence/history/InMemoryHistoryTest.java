package io.troupe.persistence.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class InMemoryHistoryTest {
    private final InMemoryHistory history = new InMemoryHistory();

    @BeforeEach
    void threeEvents() {
        history.append("p", "one");
        history.append("p", "two");
        history.append("p", "three");
    }

    @Test
    void theRangeIsHonoured() {
        assertThat(history.read("p", new HistoryRange(2, 3, 10), String.class)
                        .toCompletableFuture()
                        .join())
                .containsExactly(new Stored<>(2, "two"), new Stored<>(3, "three"));
        assertThat(history.read("p", new HistoryRange(1, 3, 1), String.class)
                        .toCompletableFuture()
                        .join())
                .containsExactly(new Stored<>(1, "one"));
    }

    @Test
    void anUnknownJournalIsEmpty() {
        assertThat(history.read("q", HistoryRange.first(), String.class)
                        .toCompletableFuture()
                        .join())
                .isEmpty();
    }

    @Test
    void itFailsWhenToldTo() {
        history.failWith(new IllegalStateException("gone"));

        assertThatThrownBy(() -> history.read("p", HistoryRange.first(), String.class)
                        .toCompletableFuture()
                        .join())
                .hasMessageContaining("gone");
    }

    @Test
    void aRangeHasALimit() {
        assertThatThrownBy(() -> new HistoryRange(1, 2, HistoryRange.LIMIT_MAX + 1))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new HistoryRange(0, 2, 1)).isInstanceOf(IllegalArgumentException.class);
    }
}
