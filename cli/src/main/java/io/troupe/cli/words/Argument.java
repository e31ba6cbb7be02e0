package io.troupe.cli.words;

/**
 * A thing a command line says by its place.
 *
 * @param label what it is
 * @param description one sentence
 * @param countMin how many there must be
 * @param countMax how many there may be
 * @param verbatim whether all that follows belongs to it, even if it looks like an option
 */
public record Argument(String label, String description, int countMin, int countMax, boolean verbatim) {
    public static Argument one(String label, String description) {
        return new Argument(label, description, 1, 1, false);
    }

    public static Argument optional(String label, String description) {
        return new Argument(label, description, 0, 1, false);
    }

    public static Argument any(String label, String description) {
        return new Argument(label, description, 0, Integer.MAX_VALUE, false);
    }

    /** The rest of the line as it is: a command for somebody else. */
    public static Argument rest(String label, String description) {
        return new Argument(label, description, 1, Integer.MAX_VALUE, true);
    }

    /** As in a line of usage. */
    String usage() {
        var shown = countMax > 1 ? label + "..." : label;
        return countMin == 0 ? "[" + shown + "]" : shown;
    }
}
