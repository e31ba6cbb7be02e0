package io.troupe.cli.terminal;

/** Colours, or none. */
public final class Paint {
    private static final String RESET = "\u001b[0m";
    private final boolean colours;

    public Paint(boolean colours) {
        this.colours = colours;
    }

    public boolean isColoured() {
        return colours;
    }

    /** All is well. */
    public String good(String text) {
        return colour("32", text);
    }

    /** On its way. */
    public String waiting(String text) {
        return colour("33", text);
    }

    /** Something failed. */
    public String bad(String text) {
        return colour("31", text);
    }

    /** The frame of what matters: headings, names of columns. */
    public String heading(String text) {
        return colour("1", text);
    }

    /** One of several that must be told apart. */
    public String source(int number, String text) {
        return colour(Integer.toString(31 + Math.floorMod(number + 1, 6)), text);
    }

    private String colour(String code, String text) {
        return colours && !text.isEmpty() ? "\u001b[" + code + "m" + text + RESET : text;
    }
}
