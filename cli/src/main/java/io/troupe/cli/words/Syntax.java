package io.troupe.cli.words;

import java.util.ArrayList;
import java.util.List;

/**
 * What a command may be told.
 *
 * @param path the words that call it, such as {@code app list}
 * @param description one sentence
 * @param options its own options, without those that every command takes
 * @param arguments in their order; only the last may have more than one value
 */
public record Syntax(String path, String description, List<Option> options, List<Argument> arguments) {
    public static final Option HELP = Option.flag("Show this help.", "-h", "--help");

    /** Of the program itself. */
    public static final Option VERSION =
            Option.flag("Show the version of this program; asks no server.", "-V", "--version");

    public static final Option SERVER = Option.value(
            "URL", "A node's address; else TROUPE_URL, else that of the data directory.", "--url", "--server");
    public static final Option TOKEN_FILE = Option.value(
            "FILE",
            "The file with the token; else TROUPE_TOKEN, TROUPE_TOKEN_FILE, else that of the data directory.",
            "--token-file");
    public static final Option OUTPUT = Option.choice(
            "FORMAT",
            List.of("table", "json", "yaml"),
            "How to show it: table (default), json or yaml.",
            "-o",
            "--output");
    public static final Option NO_COLOR =
            Option.flag("No colours; NO_COLOR in the environment does the same.", "--no-color");

    /** What every command takes. */
    public static final List<Option> EVERYWHERE = List.of(SERVER, TOKEN_FILE, OUTPUT, NO_COLOR, HELP);

    public Syntax {
        options = List.copyOf(options);
        arguments = List.copyOf(arguments);
    }

    public static Syntax of(String path, String description) {
        return new Syntax(path, description, List.of(), List.of());
    }

    public Syntax with(Option... added) {
        var all = new ArrayList<>(options);
        all.addAll(List.of(added));
        return new Syntax(path, description, all, arguments);
    }

    public Syntax taking(Argument... taken) {
        return new Syntax(path, description, options, List.of(taken));
    }

    public boolean takes(Option option) {
        return options.contains(option);
    }
}
