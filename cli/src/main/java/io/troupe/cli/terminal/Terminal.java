package io.troupe.cli.terminal;

/** Which of the program's three streams belong to a terminal, and what it can do. */
public interface Terminal {
    /** @param columns characters in a line
     * @param rows lines */
    record Size(int columns, int rows) {
        public static final Size USUAL = new Size(80, 24);
    }

    boolean reads();

    boolean shows();

    boolean showsErrors();

    /** How large it is now; {@link Size#USUAL} if it does not say. */
    Size size();

    /** Every key as it is pressed, nothing echoed, no signals, until what is returned is closed. */
    Raw raw();

    /** Calls back whenever the size changes. */
    void onResize(Runnable changed);

    /** Raw mode. Closing it, once or more, brings back what was before. */
    interface Raw extends AutoCloseable {
        @Override
        void close();
    }
}
