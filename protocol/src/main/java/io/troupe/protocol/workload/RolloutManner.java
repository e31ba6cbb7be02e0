package io.troupe.protocol.workload;

/** How an update is rolled out. */
public enum RolloutManner {
    /** By the spec's {@link RolloutPolicy}. */
    BY_POLICY,
    /** It goes back to what ran before: all follow once one instance is ready, without a person, and when it fails it is paused at most. */
    BACK,
    /** As many new instances as wanted beside all old ones; the old ones go together once the new ones are promoted. */
    BLUE_GREEN
}
