package io.troupe.persistence.embedded;

import java.time.Duration;

/**
 * When to start a Cassandra again that has ended. Knows no clock.
 *
 * @param failures how many starts, or short lives, went wrong one after the other
 */
record RestartPlanner(int failures) {
    static final RestartPlanner FRESH = new RestartPlanner(0);
    static final Duration DELAY_MAX = Duration.ofSeconds(10);

    /** It counts as healthy, and earlier failures are forgotten, once it has lived this long. */
    static final Duration HEALTHY_AFTER = Duration.ofSeconds(30);

    private static final long FIRST_DELAY_MILLIS = 500;

    /** As many as make the delay one second. */
    private static final int BLOCKED_FAILURES = 3;

    /** After it lived this long and ended. */
    RestartPlanner ended(Duration life) {
        return new RestartPlanner(life.compareTo(HEALTHY_AFTER) >= 0 ? 0 : failures + 1);
    }

    RestartPlanner startFailed() {
        return new RestartPlanner(failures + 1);
    }

    /** It cannot be started now, through nobody's fault, but may be at any moment: try again soon, as often as it takes. */
    RestartPlanner blocked() {
        return new RestartPlanner(BLOCKED_FAILURES);
    }

    /** None for the first time, then doubling from half a second up to {@link #DELAY_MAX}. */
    Duration delay() {
        if (failures <= 1) {
            return Duration.ZERO;
        }
        var doublings = Math.min(failures - 2, 10);
        var delay = Duration.ofMillis(FIRST_DELAY_MILLIS << doublings);
        return delay.compareTo(DELAY_MAX) > 0 ? DELAY_MAX : delay;
    }
}
