package io.troupe.cluster.placement;

/** A text that may be looked at only so often, so that a regular expression that goes back and forth without end is stopped. */
final class BoundedText implements CharSequence {
    private final CharSequence text;
    private int stepsLeft;

    BoundedText(CharSequence text, int stepsMax) {
        this.text = text;
        this.stepsLeft = stepsMax;
    }

    @Override
    public char charAt(int index) {
        if (stepsLeft-- <= 0) {
            throw new TooLong();
        }
        return text.charAt(index);
    }

    @Override
    public int length() {
        return text.length();
    }

    @Override
    public CharSequence subSequence(int start, int end) {
        return new BoundedText(text.subSequence(start, end), stepsLeft);
    }

    @Override
    public String toString() {
        return text.toString();
    }

    /** The text was looked at too often. */
    static final class TooLong extends RuntimeException {
        private static final long serialVersionUID = 1L;

        TooLong() {
            super("a regular expression takes too many steps", null, false, false);
        }
    }
}
