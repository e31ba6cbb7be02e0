package io.troupe.protocol.health;

/** Whether an instance serves, as its agent knows it. */
public enum Readiness {
    READY,
    NOT_READY,
    /** The agent was started anew and has not tried the instance since: what was known before stays true. */
    UNKNOWN
}
