package io.troupe.protocol.deployment;

/** How a deployment ended. */
public enum DeploymentOutcome {
    COMPLETED,
    /** It was never accepted. */
    REFUSED,
    /** A user stopped it. */
    CANCELLED,
    /** It failed, and another deployment undoes it. */
    ROLLED_BACK,
    /** A later, forced deployment took one of its workloads. */
    SUPERSEDED
}
