package io.troupe.cli.words;

import java.util.List;

/**
 * A thing a command line may say about a command, in any place.
 *
 * @param names all names, the long one last
 * @param label what its value is; empty if it has none
 * @param description one sentence
 * @param choices the only values it may have; empty if any
 */
public record Option(List<String> names, String label, String description, List<String> choices) {
    public Option {
        names = List.copyOf(names);
        choices = List.copyOf(choices);
    }

    public static Option flag(String description, String... names) {
        return new Option(List.of(names), "", description, List.of());
    }

    public static Option value(String label, String description, String... names) {
        return new Option(List.of(names), label, description, List.of());
    }

    public static Option choice(String label, List<String> choices, String description, String... names) {
        return new Option(List.of(names), label, description, choices);
    }

    public boolean hasValue() {
        return !label.isEmpty();
    }

    /** The name it is called by in messages. */
    public String name() {
        return names.getLast();
    }
}
