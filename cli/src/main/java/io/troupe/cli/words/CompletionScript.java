package io.troupe.cli.words;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import picocli.AutoComplete;

/** Scripts that let a shell complete the words, options and choices of all commands, and the ids of apps by asking the server. */
public final class CompletionScript {
    private static final String APPS =
            "troupe app list -o json 2>/dev/null | sed -n 's/^      \"id\": \"\\([^\"]*\\)\".*/\\1/p'";

    private CompletionScript() {}

    /** For bash and zsh. */
    public static String bash(List<Syntax> commands) {
        // What picocli knows are words for all time; the ids of apps are asked for when Tab is pressed.
        return AutoComplete.bash("troupe", CommandTree.of(commands))
                .replace("\"" + CommandTree.APPS + "\"", "$([[ $curr_word == -* ]] || " + APPS + ")");
    }

    /** Picocli knows no fish. */
    public static String fish(List<Syntax> commands) {
        var text = new StringBuilder("# Completion of troupe for fish: troupe completion fish | source\n");
        text.append("complete -c troupe -f\n");
        for (var word : firstWords(commands)) {
            line(text, "__fish_use_subcommand", "-a " + word, description(commands, word));
        }
        for (var group : groups(commands)) {
            for (var word : below(commands, group)) {
                line(
                        text,
                        "__fish_seen_subcommand_from " + group + "; and not __fish_seen_subcommand_from "
                                + String.join(" ", below(commands, group)),
                        "-a " + word,
                        description(commands, group + " " + word));
            }
        }
        for (var command : commands) {
            var seen =
                    "__fish_seen_subcommand_from " + command.path().replace(" ", "; and __fish_seen_subcommand_from ");
            for (var option : command.options()) {
                line(text, seen, names(option) + (option.name().equals("--file") ? " -F" : ""), option.description());
            }
            if (takesApp(command)) {
                line(
                        text,
                        seen,
                        "-a \"("
                                + APPS.replace("\\", "\\\\")
                                        .replace("\"", "\\\"")
                                        .replace("$", "\\$") + ")\"",
                        "");
            }
        }
        for (var option : Syntax.EVERYWHERE) {
            line(text, "", names(option), option.description());
        }
        return text.toString();
    }

    private static void line(StringBuilder text, String condition, String what, String description) {
        text.append("complete -c troupe ");
        text.append(condition.isEmpty() ? "" : "-n '" + condition + "' ").append(what);
        text.append(description.isEmpty() ? "" : " -d '" + description.replace("'", "\\'") + "'")
                .append('\n');
    }

    private static String names(Option option) {
        var names = new ArrayList<String>();
        for (var name : option.names()) {
            names.add(name.startsWith("--") ? "-l " + name.substring(2) : "-s " + name.substring(1));
        }
        var choices = option.choices().isEmpty() ? "" : " -a '" + String.join(" ", option.choices()) + "'";
        return String.join(" ", names) + (option.hasValue() ? " -x" : "") + choices;
    }

    private static boolean takesApp(Syntax command) {
        return !command.arguments().isEmpty()
                && command.arguments().getFirst().label().startsWith("APP");
    }

    private static Set<String> firstWords(List<Syntax> commands) {
        var words = new LinkedHashSet<String>();
        commands.forEach(command -> words.add(command.path().split(" ", 2)[0]));
        return words;
    }

    private static Set<String> groups(List<Syntax> commands) {
        var groups = new LinkedHashSet<String>();
        for (var command : commands) {
            if (command.path().contains(" ")) {
                groups.add(command.path().split(" ", 2)[0]);
            }
        }
        return groups;
    }

    private static List<String> below(List<Syntax> commands, String group) {
        var words = new ArrayList<String>();
        for (var command : commands) {
            if (command.path().startsWith(group + " ")) {
                words.add(command.path().substring(group.length() + 1));
            }
        }
        return words;
    }

    private static String description(List<Syntax> commands, String path) {
        for (var command : commands) {
            if (command.path().equals(path)) {
                return command.description();
            }
        }
        return "";
    }
}
