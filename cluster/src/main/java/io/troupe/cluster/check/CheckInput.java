package io.troupe.cluster.check;

/** What happens to the checks of an instance. */
public sealed interface CheckInput {
    /** The time has come to try the check with that number. */
    record Due(int check) implements CheckInput {}

    /** A try of the check with that number is over. */
    record Answered(int check, ProbeAnswer answer) implements CheckInput {}
}
