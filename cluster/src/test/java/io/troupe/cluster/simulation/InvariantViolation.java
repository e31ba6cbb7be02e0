package io.troupe.cluster.simulation;

/** Something that must never be is. */
public final class InvariantViolation extends AssertionError {
    private static final long serialVersionUID = 1L;

    private final String sentence;

    /**
     * @param sentence the invariant
     * @param facts what shows that it does not hold
     */
    public InvariantViolation(String sentence, String facts) {
        super(sentence + ": " + facts);
        this.sentence = sentence;
    }

    String sentence() {
        return sentence;
    }
}
