package io.troupe.protocol.health;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A check of a container: what is tried, how often, and what follows from it.
 *
 * @param name unique within the workload
 * @param purpose what follows from it
 * @param probe what is tried
 * @param delay not before so long after the start of the instance it is tried first
 * @param grace failures before this time after the start do not count, unless it has passed before
 * @param interval time from one try to the next
 * @param timeout a try that takes longer has failed
 * @param failuresMax after so many failures in a row the instance is killed (purposes that kill), or not ready any more
 *     ({@link CheckPurpose#READINESS}); null for never, or for readiness at the first
 * @param keepsResponse whether the last answer is kept with the result, see {@link CheckResponse}
 */
public record CheckSpec(
        String name,
        CheckPurpose purpose,
        Probe probe,
        Duration delay,
        Duration grace,
        Duration interval,
        Duration timeout,
        @Nullable Integer failuresMax,
        boolean keepsResponse) {
    /** Most checks of one container. */
    public static final int CHECKS_MAX = 100;

    public CheckSpec {
        if (interval.isNegative() || interval.isZero() || timeout.isNegative() || timeout.isZero()) {
            throw new IllegalArgumentException("a check needs an interval and a timeout above zero");
        }
        if (failuresMax != null && failuresMax < 1) {
            throw new IllegalArgumentException("a check fails at least once before anything follows");
        }
    }

    /** A check that is tried each second from the start on, and nothing follows from its failures but that the instance is not ready. */
    public static CheckSpec of(String name, CheckPurpose purpose, Probe probe) {
        return new CheckSpec(
                name,
                purpose,
                probe,
                Duration.ZERO,
                Duration.ZERO,
                Duration.ofSeconds(1),
                Duration.ofSeconds(1),
                null,
                false);
    }

    public CheckSpec withTimes(Duration newDelay, Duration newGrace, Duration newInterval, Duration newTimeout) {
        return new CheckSpec(
                name, purpose, probe, newDelay, newGrace, newInterval, newTimeout, failuresMax, keepsResponse);
    }

    public CheckSpec withFailuresMax(@Nullable Integer newMax) {
        return new CheckSpec(name, purpose, probe, delay, grace, interval, timeout, newMax, keepsResponse);
    }
}
