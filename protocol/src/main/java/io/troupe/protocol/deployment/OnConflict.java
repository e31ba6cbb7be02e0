package io.troupe.protocol.deployment;

/** What becomes of a deployment whose workloads are being changed by another one. */
public enum OnConflict {
    /** It is refused, and who holds them is named. */
    REJECT,
    /** It is accepted and waits in line, by the time of submission; it holds nothing while it waits. */
    QUEUE,
    /** The other one ends, and this one goes on from where it was. */
    SUPERSEDE;

    public static OnConflict of(boolean force) {
        return force ? SUPERSEDE : REJECT;
    }
}
