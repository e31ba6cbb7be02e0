package io.troupe.cli.words;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.ParseResult;

/** What a command line said. */
public final class Given {
    /** Of the program, of the first word, and so on; what every command takes may be said in front of each word. */
    private final List<ParseResult> levels;

    private Given(List<ParseResult> levels) {
        this.levels = levels;
    }

    /**
     * Reads a line that calls one of these commands.
     *
     * @throws picocli.CommandLine.ParameterException if it calls none, or calls it wrongly
     */
    public static Given read(List<Syntax> commands, List<String> line) {
        var levels = new ArrayList<ParseResult>();
        var program = CommandTree.of(commands).parseArgs(line.toArray(new String[0]));
        for (var level = program; level != null; level = level.subcommand()) {
            levels.add(level);
        }
        return new Given(levels);
    }

    private ParseResult last() {
        return levels.getLast();
    }

    /** The words that were said of a command's path; empty if there were none. */
    public String path() {
        var words = new ArrayList<String>();
        for (var level : levels.subList(1, levels.size())) {
            words.add(level.commandSpec().name());
        }
        return String.join(" ", words);
    }

    /** What {@code --help} shows for it. */
    public String help(boolean coloured) {
        return HelpText.of(last().commandSpec(), coloured);
    }

    public boolean has(Option option) {
        for (var level : levels) {
            if (level.hasMatchedOption(option.name())) {
                return true;
            }
        }
        return false;
    }

    /** The value that was said last. */
    public Optional<String> value(Option option) {
        var values = values(option);
        return values.isEmpty() ? Optional.empty() : Optional.of(values.getLast());
    }

    public List<String> values(Option option) {
        var values = new ArrayList<String>();
        for (var level : levels) {
            var matched = level.matchedOption(option.name());
            if (matched != null) {
                values.addAll(matched.stringValues());
            }
        }
        return values;
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
        return arguments(index).getFirst();
    }

    /** The arguments from the index on; none if there are fewer. */
    public List<String> arguments(int from) {
        var all = new ArrayList<String>();
        for (var argument : last().commandSpec().positionalParameters()) {
            List<String> values = argument.getValue();
            all.addAll(values == null ? List.of() : values);
        }
        return List.copyOf(all.subList(Math.min(from, all.size()), all.size()));
    }
}
