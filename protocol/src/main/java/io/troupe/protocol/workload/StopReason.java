package io.troupe.protocol.workload;

/** Why a supervisor wants an instance to stop. */
public enum StopReason {
    /** More instances run than are wanted. */
    SCALED_DOWN,
    /** A rollout replaces it by an instance of the target revision, or a restart was asked for. */
    REPLACED,
    /** A user asked for this instance to be killed. */
    KILLED_BY_USER,
    /** The workload is deleted. */
    DELETED,
    /** A check has failed too often in a row. */
    UNHEALTHY,
    /** It did not come to run in time. */
    LAUNCH_OVERDUE,
    /** Its node is not fit for the workload any more, one instance of which runs on every fit node. */
    NODE_UNFIT,
    /** Its node was away for longer than its policy waits for it. */
    EXPUNGED,
    /** No supervisor knows it. */
    UNKNOWN_TO_SUPERVISOR
}
