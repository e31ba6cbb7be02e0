package io.troupe.cli.words;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a command line said. */
public final class Given {
    private final Map<Option, List<String>> values = new HashMap<>();
    private final List<String> arguments = new ArrayList<>();

    void option(Option option, String value) {
        values.computeIfAbsent(option, unknown -> new ArrayList<>()).add(value);
    }

    void argument(String value) {
        arguments.add(value);
    }

    public boolean has(Option option) {
        return values.containsKey(option);
    }

    /** The value that was said last. */
    public Optional<String> value(Option option) {
        return Optional.ofNullable(values.get(option)).map(List::getLast);
    }

    public List<String> values(Option option) {
        return List.copyOf(values.getOrDefault(option, List.of()));
    }

    /** A whole number of the option, at least {@code least}. */
    public long number(Option option, long otherwise, long least) {
        return value(option).map(text -> number(option.name(), text, least)).orElse(otherwise);
    }

    /** The text as a whole number, for the thing of that name. */
    public static long number(String name, String text, long least) {
        try {
            var number = Long.parseLong(text);
            if (number >= least) {
                return number;
            }
        } catch (NumberFormatException notANumber) {
            // Told below, as a number that is too small is.
        }
        throw new UsageException(name + " must be a whole number, " + least + " or more, not '" + text + "'");
    }

    public String argument(int index) {
        return arguments.get(index);
    }

    /** The arguments from the index on; none if there are fewer. */
    public List<String> arguments(int from) {
        return List.copyOf(arguments.subList(Math.min(from, arguments.size()), arguments.size()));
    }
}
