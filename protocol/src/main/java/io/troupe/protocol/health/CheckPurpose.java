package io.troupe.protocol.health;

/** What follows from a check. */
public enum CheckPurpose {
    /** The instance is ready only while it passes, and is killed and replaced when it fails too often in a row. */
    LIVENESS,
    /** The instance is ready only while it passes; it is never killed for it. */
    READINESS,
    /** All other checks of the instance wait until it has passed once; one that fails too often in a row kills the instance. */
    STARTUP,
    /** The instance is not ready before it has passed once; from then on it is not tried any more. */
    ROLLOUT,
    /** Nothing: its results are shown. */
    OBSERVED;

    /** Whether an instance may be killed because of it. */
    public boolean kills() {
        return this == LIVENESS || this == STARTUP;
    }

    /** Whether an instance is ready only if it passes or has passed. */
    public boolean gates() {
        return this != OBSERVED;
    }

    /** Whether it is over once it has passed. */
    public boolean once() {
        return this == STARTUP || this == ROLLOUT;
    }
}
