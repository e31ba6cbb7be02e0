package io.troupe.persistence.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RestartPlannerTest {
    @Test
    void theFirstEndIsAnsweredAtOnce() {
        assertThat(RestartPlanner.FRESH.ended(Duration.ofSeconds(1)).delay()).isEqualTo(Duration.ZERO);
    }

    @Test
    void theDelayDoublesUpToItsMaximum() {
        var delays = Stream.iterate(RestartPlanner.FRESH.startFailed(), RestartPlanner::startFailed)
                .limit(8)
                .map(plan -> plan.delay().toMillis());

        assertThat(delays).containsExactly(0L, 500L, 1_000L, 2_000L, 4_000L, 8_000L, 10_000L, 10_000L);
    }

    @Test
    void aStartThatIsBlockedIsTriedEverySecond() {
        assertThat(RestartPlanner.FRESH.blocked().delay()).isEqualTo(Duration.ofSeconds(1));
        assertThat(RestartPlanner.FRESH.blocked().blocked().delay()).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void manyFailuresDoNotOverflow() {
        assertThat(new RestartPlanner(1_000_000).delay()).isEqualTo(RestartPlanner.DELAY_MAX);
    }

    @Test
    void aLongLifeMakesUpForEarlierFailures() {
        assertThat(new RestartPlanner(5).ended(RestartPlanner.HEALTHY_AFTER)).isEqualTo(RestartPlanner.FRESH);
        assertThat(new RestartPlanner(5).ended(RestartPlanner.HEALTHY_AFTER.minusMillis(1)))
                .isEqualTo(new RestartPlanner(6));
    }
}
