package io.troupe.protocol.workload;

/**
 * How far an instance has come, as far as its supervisor knows. It only moves forward, in the order of the constants; a later
 * constant may be reached without the ones between.
 *
 * <pre>
 * PLANNED -> PLACED -> PREPARING -> RUNNING -> one of the ended states
 *     (any state that has not ended may go to any ended state)
 * </pre>
 */
public enum InstanceState {
    /** Minted by its supervisor; waits for a place. */
    PLANNED,
    /** The broker's grant is stored; the agent has been told, or will be. */
    PLACED,
    /** The agent fetches the image or sets up the container. */
    PREPARING,
    /** All its containers run. */
    RUNNING,
    /** Ended by itself with exit code 0. */
    FINISHED,
    /** Ended by itself with another exit code or a signal, or could not be started. */
    FAILED,
    /** Stopped because the supervisor wanted it. */
    KILLED,
    /** Never started: it was not needed any more before it had a place, or its node refused it. */
    DROPPED,
    /** Its node does not have it any more and cannot say how it ended. */
    LOST;

    public boolean hasEnded() {
        return compareTo(FINISHED) >= 0;
    }
}
