package io.troupe.protocol.workload;

/** What a person may say to a running rollout. */
public enum RolloutSteering {
    /** Nothing moves towards the target any more; what is lost is replaced by its like. */
    PAUSE,
    /** It goes on; failures so far are forgiven. */
    RESUME,
    /** The canaries are good: the others follow. */
    PROMOTE
}
