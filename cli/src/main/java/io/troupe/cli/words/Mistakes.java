package io.troupe.cli.words;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** What is said of a wrong line, in one sentence. */
public final class Mistakes {
    private Mistakes() {}

    /** The mistake, and what was probably meant: the nearest words, or one of these paths whose last word was said alone. */
    public static String told(ParameterException mistake, List<String> paths) {
        if (!(mistake instanceof UnmatchedArgumentException unmatched)) {
            return mistake.getMessage() + ".";
        }
        var command = unmatched.getCommandLine().getCommandSpec();
        var meant = new ArrayList<String>();
        if (unmatched.isUnknownOption()) {
            meant.addAll(unmatched.getSuggestions());
            return mistake.getMessage() + nearest(meant);
        }
        if (command.subcommands().isEmpty()) {
            return mistake.getMessage() + ".";
        }
        var words = command.qualifiedName().equals("troupe") ? "" : command.name() + " ";
        var said = unmatched.getUnmatched().getFirst();
        paths.stream().filter(path -> path.endsWith(" " + said)).forEach(meant::add);
        if (meant.isEmpty()) {
            unmatched.getSuggestions().forEach(word -> meant.add(words + word));
        }
        return "there is no command '" + words + said + "'" + nearest(meant);
    }

    private static String nearest(List<String> meant) {
        if (meant.isEmpty()) {
            return ".";
        }
        var others = String.join(", ", meant.subList(0, meant.size() - 1));
        return "; did you mean " + others + (others.isEmpty() ? "" : " or ") + meant.getLast() + "?";
    }
}
