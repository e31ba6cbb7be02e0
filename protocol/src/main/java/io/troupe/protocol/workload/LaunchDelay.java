package io.troupe.protocol.workload;

import java.time.Duration;
import java.time.Instant;

/**
 * A revision's back-off.
 *
 * @param revision the revision whose launches wait
 * @param delay the present length, grown with each failure
 * @param until no instance is launched before this time
 */
public record LaunchDelay(long revision, Duration delay, Instant until) {}
