package io.troupe.protocol.workload;

/** Which instance goes first when there are too many. */
public enum KillSelection {
    YOUNGEST_FIRST,
    OLDEST_FIRST
}
