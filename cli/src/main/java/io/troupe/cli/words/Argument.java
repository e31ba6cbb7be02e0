package io.troupe.cli.words;

import java.util.List;

/**
 * A thing a command line says by its place.
 *
 * @param label what it is
 * @param description one sentence
 * @param countMin how many there must be
 * @param countMax how many there may be
 * @param verbatim whether all that follows belongs to it, even if it looks like an option
 * @param choices the only values it may have; empty if any
 */
public record Argument(
        String label, String description, int countMin, int countMax, boolean verbatim, List<String> choices) {
    public Argument {
        choices = List.copyOf(choices);
    }

    public static Argument one(String label, String description) {
        return new Argument(label, description, 1, 1, false, List.of());
    }

    public static Argument choice(String label, List<String> choices, String description) {
        return new Argument(label, description, 1, 1, false, choices);
    }

    public static Argument optional(String label, String description) {
        return new Argument(label, description, 0, 1, false, List.of());
    }

    public static Argument any(String label, String description) {
        return new Argument(label, description, 0, Integer.MAX_VALUE, false, List.of());
    }

    /** The rest of the line as it is: a command for somebody else. */
    public static Argument rest(String label, String description) {
        return new Argument(label, description, 1, Integer.MAX_VALUE, true, List.of());
    }
}
