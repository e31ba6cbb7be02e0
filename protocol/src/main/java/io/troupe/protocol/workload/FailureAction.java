package io.troupe.protocol.workload;

/** What becomes of a rollout that has failed: more instances failed than its budget allows, or nothing moved before its deadline. */
public enum FailureAction {
    /** It is told, and tried on for ever (Marathon's way). */
    KEEP,
    /** It stops where it is and waits for a person. */
    PAUSE,
    /** The whole deployment is undone; what cannot be undone stays paused. */
    ROLL_BACK
}
