package io.troupe.cluster.simulation;

/** A kind of misfortune. In each run some kinds never happen, so that rare combinations of the others do. */
public enum Fault {
    MESSAGE_LOST,
    MESSAGE_DOUBLED,
    MESSAGE_LATE,
    LINK_CUT,
    LINK_CUT_ONE_WAY,
    NODES_CUT_OFF,
    /** The JVM dies; the containers stay. */
    JVM_DIES,
    /** The JVM dies between two things it does one after the other. */
    JVM_DIES_MIDWAY,
    /** The node leaves in good order, as for an update, and comes back; its containers stay. */
    NODE_RESTARTS,
    /** The machine loses power; no container survives. */
    POWER_LOST,
    /** The machine is gone for ever, with all that was on it. */
    MACHINE_LOST,
    JOURNAL_AWAY,
    JOURNAL_SLOW,
    JOURNAL_FAILS,
    /** A write is stored and counts as failed. */
    JOURNAL_FAILS_AFTER_STORING,
    CONTAINER_ENDS,
    CONTAINER_HANGS,
    CONTAINER_VANISHES,
    CHECK_FAILS,
    START_REFUSED,
    PULL_SLOW,
    ENGINE_AWAY,
    /** A call to an engine is neither carried out nor answered. */
    CALL_LOST,
    CLOCKS_DIFFER,
    BROKER_MOVES,
    /** When the broker moves, the former one goes on for a while, and some still write to it. */
    BROKER_LINGERS,
    KEEPER_MOVES,
    SHARD_MOVES
}
