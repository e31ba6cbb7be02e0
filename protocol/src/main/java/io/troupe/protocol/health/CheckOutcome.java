package io.troupe.protocol.health;

/** What a check says at present. */
public enum CheckOutcome {
    /** It has not been tried yet, or its failures do not count yet. */
    UNKNOWN,
    PASSING,
    FAILING
}
