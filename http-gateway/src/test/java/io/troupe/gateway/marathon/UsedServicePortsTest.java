package io.troupe.gateway.marathon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.IntPredicate;
import org.junit.jupiter.api.Test;

class UsedServicePortsTest {
    private final Set<Integer> ofWorkloads = new HashSet<>(Set.of(10_000));
    private Instant now = Instant.parse("2026-11-23T11:00:00Z");
    private int readings;
    private boolean away;
    private final UsedServicePorts used = new UsedServicePorts(this::read, () -> now);

    private CompletionStage<Set<Integer>> read() {
        readings++;
        return away
                ? CompletableFuture.failedFuture(new IllegalStateException("away"))
                : CompletableFuture.completedFuture(Set.copyOf(ofWorkloads));
    }

    private IntPredicate known() {
        return used.known().toCompletableFuture().join();
    }

    @Test
    void aThousandCreationsReadTheWorkloadsOnce() {
        for (int creation = 0; creation < 1_000; creation++) {
            assertThat(known().test(10_001 + creation)).isTrue();
        }
        assertThat(readings).isEqualTo(1);
    }

    @Test
    void aPortIsGivenOutOnceAndNotWhileAWorkloadHasIt() {
        assertThat(known().test(10_000)).isFalse();
        assertThat(known().test(10_001)).isTrue();
        assertThat(known().test(10_001)).isFalse();
    }

    @Test
    void aReadingThatMissedWhatWasJustGivenOutDoesNotGiveItOutAgain() {
        assertThat(known().test(10_001)).isTrue();
        now = now.plusSeconds(6);
        assertThat(known().test(10_001)).isFalse();
        assertThat(readings).isEqualTo(2);
    }

    @Test
    void aPortIsFreeAgainOnceItsWorkloadIsGone() {
        assertThat(known().test(10_000)).isFalse();
        ofWorkloads.clear();
        now = now.plusSeconds(6);
        assertThat(known().test(10_000)).isTrue();
    }

    @Test
    void aReadingThatFailedIsTriedAgainAtOnce() {
        away = true;
        assertThatThrownBy(this::known).isInstanceOf(CompletionException.class);
        away = false;
        assertThat(known().test(10_001)).isTrue();
    }
}
