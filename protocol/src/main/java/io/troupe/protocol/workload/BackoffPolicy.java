package io.troupe.protocol.workload;

import java.time.Duration;

/**
 * How long to wait before a revision is launched again after an instance of it failed or finished: {@code initial}, then {@code factor}
 * times the last delay, at most {@code maximum}.
 *
 * <p>The rule and its defaults are Marathon's {@code backoffSeconds}, {@code backoffFactor} and {@code maxLaunchDelaySeconds}.
 */
public record BackoffPolicy(Duration initial, double factor, Duration maximum) {
    public static final BackoffPolicy DEFAULT = new BackoffPolicy(Duration.ofSeconds(1), 1.15, Duration.ofSeconds(300));

    public BackoffPolicy {
        if (initial.isNegative() || maximum.isNegative() || factor < 1.0) {
            throw new IllegalArgumentException("a back-off is not negative and its factor is at least 1");
        }
    }
}
