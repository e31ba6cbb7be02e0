package io.troupe.cluster.simulation;

/** A kind of thing that users do. In each run some kinds are never asked for. */
public enum Request {
    CREATE,
    UPDATE,
    SCALE,
    RESTART,
    KILL,
    KILL_AND_SCALE,
    DELETE,
    /** Changes several workloads in several steps. */
    CHANGE_GROUP,
    /** Changes what is said of groups, alone or with workloads in several steps. */
    DEFINE_GROUPS,
    CANCEL,
    REVERT,
    FORCE,
    /** Some changes wait in line for what others change. */
    QUEUE,
    /** Pauses, resumes or promotes a rollout. */
    STEER,
    RESET_DELAY,
    SUBMIT_AGAIN,
    ADD_NODE,
    /** Stops a node in good order and for ever; its containers go on, and nobody looks after them. */
    REMOVE_NODE
}
