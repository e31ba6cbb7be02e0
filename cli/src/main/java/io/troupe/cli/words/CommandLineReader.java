package io.troupe.cli.words;

import java.util.List;

/** Reads what follows the words of a command. */
public final class CommandLineReader {
    private final Syntax syntax;
    private final List<String> line;
    private final Given given = new Given();
    private int next;
    private int count;

    private CommandLineReader(Syntax syntax, List<String> line) {
        this.syntax = syntax;
        this.line = line;
    }

    /** All of the line; asking for help ends it, so that a line that is wrong otherwise still gets help. */
    public static Given read(Syntax syntax, List<String> line) {
        var reader = new CommandLineReader(syntax, line);
        reader.readAll();
        return reader.given;
    }

    /** How many words at the start of a line are options of every command, and their values. */
    public static int leadingOptions(List<String> line) {
        var index = 0;
        while (index < line.size() && isOption(line.get(index))) {
            var word = line.get(index);
            var known = Syntax.EVERYWHERE.stream()
                    .filter(option -> option.names().contains(word))
                    .findFirst();
            index += known.isPresent() && known.get().hasValue() ? 2 : 1;
        }
        return Math.min(index, line.size());
    }

    private void readAll() {
        while (next < line.size()) {
            var word = line.get(next++);
            if (word.equals("--")) {
                line.subList(next, line.size()).forEach(this::argument);
                break;
            }
            if (isOption(word)) {
                option(word);
                if (given.has(Syntax.HELP)) {
                    return;
                }
            } else {
                var rest = verbatim();
                argument(word);
                if (rest) {
                    line.subList(next, line.size()).forEach(this::argument);
                    break;
                }
            }
        }
        for (int index = 0, needed = 0; index < syntax.arguments().size(); index++) {
            needed += syntax.arguments().get(index).countMin();
            if (count < needed) {
                throw new UsageException(syntax.arguments().get(index).label() + " is missing");
            }
        }
    }

    private static boolean isOption(String word) {
        return word.length() > 1 && word.charAt(0) == '-';
    }

    /** Whether the next argument is one that takes the rest of the line. */
    private boolean verbatim() {
        var last = syntax.arguments().isEmpty() ? null : syntax.arguments().getLast();
        return last != null && last.verbatim() && count >= syntax.arguments().size() - 1;
    }

    private void argument(String word) {
        var most = 0L;
        for (var argument : syntax.arguments()) {
            most += argument.countMax();
        }
        if (count >= most) {
            throw new UsageException("'" + word + "' is one word too many");
        }
        given.argument(word);
        count++;
    }

    private void option(String word) {
        if (word.startsWith("--")) {
            var equals = word.indexOf('=');
            var name = equals < 0 ? word : word.substring(0, equals);
            var option = known(name);
            if (option.hasValue()) {
                give(option, equals < 0 ? following(name) : word.substring(equals + 1));
            } else if (equals >= 0) {
                throw new UsageException(name + " takes no value");
            } else {
                give(option, "");
            }
            return;
        }
        for (var index = 1; index < word.length(); index++) {
            var name = "-" + word.charAt(index);
            var option = known(name);
            if (option.hasValue()) {
                give(option, index + 1 < word.length() ? word.substring(index + 1) : following(name));
                return;
            }
            give(option, "");
        }
    }

    private Option known(String name) {
        return syntax.named(name).orElseThrow(() -> new UsageException("there is no option " + name));
    }

    private String following(String name) {
        if (next >= line.size()) {
            throw new UsageException(name + " needs a value");
        }
        return line.get(next++);
    }

    private void give(Option option, String value) {
        if (!option.choices().isEmpty() && !option.choices().contains(value)) {
            throw new UsageException(
                    option.name() + " must be one of " + String.join(", ", option.choices()) + ", not '" + value + "'");
        }
        given.option(option, value);
    }
}
