package io.troupe.protocol.problem;

/** Why a request was refused, for a caller to branch on. */
public enum ProblemCode {
    /** A rule about the content is broken; the field is named. */
    INVALID,
    /** The thing does not exist. */
    NOT_FOUND,
    /** The thing exists already. */
    EXISTS,
    /** Another deployment changes the same workload; {@link Problem#deployments()} names it. */
    LOCKED,
    /** The change was based on an older state than the present one: read again and retry. */
    STALE,
    /** A limit on how much is taken at once was reached. */
    TOO_MANY,
    /** What would be needed to answer is away for now (the journal, a node); a later try may succeed. */
    UNAVAILABLE
}
