package io.troupe.cluster.agent;

import java.time.Duration;

/**
 * How long to wait before something that fails is tried again.
 *
 * @param first after the first failure; doubled with each further one in a row
 */
public record RetryDelay(Duration first, Duration max) {
    private static final int DOUBLINGS_MAX = 10;

    /** @param failures how many there were in a row before the one that has just been */
    public Duration after(int failures) {
        var delay = first.multipliedBy(1L << Math.min(failures, DOUBLINGS_MAX));
        return delay.compareTo(max) > 0 ? max : delay;
    }
}
