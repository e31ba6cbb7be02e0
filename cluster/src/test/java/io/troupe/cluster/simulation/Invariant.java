package io.troupe.cluster.simulation;

/** Something that must be true after every step. */
public interface Invariant {
    /** What must be true, for a person. */
    String sentence();

    /** Looks at what has just happened; throws {@link InvariantViolation} if it must not be. */
    void check(Happening happening);

    default InvariantViolation violation(String facts) {
        return new InvariantViolation(sentence(), facts);
    }
}
