package io.troupe.cli.words;

import java.util.ArrayList;
import java.util.List;

/** What {@code --help} shows. */
public final class HelpText {
    private static final int COLUMNS = 100;
    private static final int NAMES_COLUMNS_MAX = 30;

    private HelpText() {}

    /** Of one command. */
    public static String of(Syntax syntax) {
        var text = new StringBuilder("Usage: troupe ").append(syntax.path());
        for (var option : syntax.options()) {
            text.append(" [").append(option.names().getFirst());
            text.append(option.hasValue() ? " " + option.label() : "").append(']');
        }
        for (var argument : syntax.arguments()) {
            text.append(argument.verbatim() ? " [--] " : " ").append(argument.usage());
        }
        text.append("\n\n").append(syntax.description()).append('\n');
        var arguments = new ArrayList<String[]>();
        syntax.arguments().forEach(argument -> arguments.add(new String[] {argument.label(), argument.description()}));
        section(text, "Arguments", arguments);
        section(text, "Options", rows(syntax.options()));
        section(text, "Options of every command", rows(Syntax.EVERYWHERE));
        return text.toString();
    }

    /** Of several commands: the program, or those of one first word. */
    public static String of(String path, String description, List<Syntax> commands, List<String[]> more) {
        var text = new StringBuilder("Usage: troupe ")
                .append(path.isEmpty() ? "" : path + " ")
                .append("COMMAND\n")
                .append(description.isEmpty() ? "" : "\n" + description + "\n");
        var rows = new ArrayList<String[]>();
        commands.forEach(command -> rows.add(new String[] {command.path(), command.description()}));
        section(text, "Commands", rows);
        section(text, "Options of every command", rows(Syntax.EVERYWHERE));
        section(text, "Exit codes", more);
        return text.toString();
    }

    private static List<String[]> rows(List<Option> options) {
        var rows = new ArrayList<String[]>();
        for (var option : options) {
            var names = String.join(", ", option.names()) + (option.hasValue() ? " " + option.label() : "");
            rows.add(new String[] {names, option.description()});
        }
        return rows;
    }

    private static void section(StringBuilder text, String title, List<String[]> rows) {
        if (rows.isEmpty()) {
            return;
        }
        var width = 0;
        for (var row : rows) {
            width = Math.max(width, Math.min(row[0].length(), NAMES_COLUMNS_MAX));
        }
        text.append('\n').append(title).append(":\n");
        for (var row : rows) {
            text.append("  ").append(row[0]);
            var column = 2 + row[0].length();
            if (row[0].length() > width) {
                text.append('\n');
                column = 0;
            }
            text.append(" ".repeat(width + 4 - column));
            wrapped(text, row[1], width + 4);
        }
    }

    private static void wrapped(StringBuilder text, String words, int indent) {
        var column = indent;
        for (var word : words.split(" ", -1)) {
            if (column > indent && column + 1 + word.length() > COLUMNS) {
                text.append('\n').append(" ".repeat(indent));
                column = indent;
            } else if (column > indent) {
                text.append(' ');
                column++;
            }
            text.append(word);
            column += word.length();
        }
        text.append('\n');
    }
}
