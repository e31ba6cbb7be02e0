package io.troupe.cluster.workload;

import java.time.Duration;

/**
 * How supervisors use journal and memory.
 *
 * @param retryMin first pause before a supervisor whose journal is away recovers again
 * @param retryMax longest such pause
 * @param snapshotEveryEvents recovery reads at most about so many events
 * @param snapshotsKept how many snapshots are kept of one workload
 * @param idleAfter a supervisor without a workload stops after this time
 * @param stashMax most messages that wait while one is stored or the state is read
 */
public record SupervisorSettings(
        Duration retryMin,
        Duration retryMax,
        int snapshotEveryEvents,
        int snapshotsKept,
        Duration idleAfter,
        int stashMax) {
    /** Launches and stops that no report shows to be heard are said again after this time, until one does. */
    public static final Duration REPEAT = Duration.ofSeconds(5);

    public static final SupervisorSettings DEFAULT = new SupervisorSettings(
            Duration.ofMillis(200), Duration.ofSeconds(3), 200, 2, Duration.ofSeconds(10), 1_000);
}
