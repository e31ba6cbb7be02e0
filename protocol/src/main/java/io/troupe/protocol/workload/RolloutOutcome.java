package io.troupe.protocol.workload;

/** How a rollout of one workload ended. */
public enum RolloutOutcome {
    /** All wanted instances run the target and no other is left. */
    COMPLETED,
    /** Stopped where it was, because its deployment was cancelled. */
    CANCELLED,
    /** A later deployment was forced on the workload and took over. */
    SUPERSEDED
}
