package io.troupe.protocol.workload;

import java.time.Duration;

/**
 * How an instance is stopped: the stop signal (SIGTERM), then SIGKILL after the grace period.
 *
 * @param grace how long it may take to end by itself
 */
public record StopPolicy(Duration grace) {
    public static final StopPolicy DEFAULT = new StopPolicy(Duration.ofSeconds(3));
}
