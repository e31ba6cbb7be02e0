package io.troupe.cli.command;

import io.troupe.cli.outcome.ExitCode;
import io.troupe.cli.outcome.Failure;
import io.troupe.cli.terminal.Terminal;
import io.troupe.cli.words.CommandLineReader;
import io.troupe.cli.words.Given;
import io.troupe.cli.words.HelpText;
import io.troupe.cli.words.Syntax;
import io.troupe.cli.words.UsageException;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** All words of the program. A run makes the one command that is asked for; only help and completion make all. */
public final class Commands {
    /** In the order in which help shows them. */
    private static final List<String> PATHS = List.of(
            "up",
            "node",
            "apply",
            "app list",
            "app show",
            "app scale",
            "app restart",
            "app kill",
            "app remove",
            "app versions",
            "app history",
            "task list",
            "logs",
            "exec",
            "explain",
            "deployment list",
            "deployment show",
            "deployment wait",
            "deployment cancel",
            "queue",
            "queue reset",
            "node list",
            "node show",
            "events",
            "settings",
            "completion",
            "version");

    private Commands() {}

    private static @Nullable Command command(String path) {
        return switch (path) {
            case "up" -> new NodeStarter("up", "Starts a node for trying things; shows its progress.");
            case "node" -> new NodeStarter("node", "Starts a node for production; logs to standard error.");
            case "apply" -> new ApplyCommand();
            case "app list" -> new AppList();
            case "app show" -> new AppShow();
            case "app scale" -> new AppScale();
            case "app restart" -> new AppRestart();
            case "app kill" -> new AppKill();
            case "app remove" -> new AppRemove();
            case "app versions" -> new AppVersions();
            case "app history" -> new AppHistory();
            case "task list" -> new TaskList();
            case "logs" -> new LogsCommand();
            case "exec" -> new ExecCommand();
            case "explain" -> new ExplainCommand();
            case "deployment list" -> new DeploymentList();
            case "deployment show" -> new DeploymentShow();
            case "deployment wait" -> new DeploymentWait();
            case "deployment cancel" -> new DeploymentCancel();
            case "queue" -> new QueueCommand();
            case "queue reset" -> new QueueReset();
            case "node list" -> new NodeList();
            case "node show" -> new NodeShow();
            case "events" -> new EventsCommand();
            case "settings" -> new SettingsCommand();
            case "completion" -> new CompletionCommand();
            case "version" -> new VersionCommand();
            default -> null;
        };
    }

    /** What all commands may be told. */
    public static List<Syntax> syntaxes() {
        var all = new ArrayList<Syntax>();
        for (var path : PATHS) {
            all.add(found(path).orElseThrow().syntax());
        }
        return List.copyOf(all);
    }

    private static Optional<Command> found(String path) {
        return Optional.ofNullable(command(path));
    }

    /** Runs the line, and answers the exit code; what went wrong is said on {@code err} in words. */
    public static int run(
            Map<String, String> environment,
            InputStream in,
            PrintStream out,
            PrintStream err,
            Terminal terminal,
            List<String> said) {
        var line = wordsFirst(said);
        var first = line.isEmpty() ? "" : line.getFirst();
        var two = line.size() > 1 ? first + " " + line.get(1) : first;
        var command = line.size() > 1 ? command(two) : null;
        var words = 2;
        if (command == null) {
            command = command(first);
            words = 1;
        }
        if (command == null) {
            return groupOrNothing(environment, in, out, err, terminal, line);
        }
        return run(command, environment, in, out, err, terminal, line.subList(words, line.size()));
    }

    /** Options may stand in front of the command's words. */
    private static List<String> wordsFirst(List<String> line) {
        var options = CommandLineReader.leadingOptions(line);
        if (options == 0 || options == line.size()) {
            return line;
        }
        var words = new ArrayList<String>();
        var word = line.get(options);
        words.add(word);
        var next = options + 1;
        if (command(word) == null && next < line.size()
                || next < line.size() && command(word + " " + line.get(next)) != null) {
            words.add(line.get(next++));
        }
        words.addAll(line.subList(0, options));
        words.addAll(line.subList(next, line.size()));
        return words;
    }

    private static int run(
            Command command,
            Map<String, String> environment,
            InputStream in,
            PrintStream out,
            PrintStream err,
            Terminal terminal,
            List<String> line) {
        var given = new Given();
        var syntax = command.syntax();
        try {
            given = CommandLineReader.read(syntax, line);
            if (given.has(Syntax.HELP)) {
                out.print(HelpText.of(syntax));
                out.flush();
                return ExitCode.DONE.code();
            }
            return command.run(new Session(environment, in, out, err, terminal, given), given);
        } catch (UsageException e) {
            out.flush();
            err.println("troupe: " + e.getMessage() + ". See: troupe " + syntax.path() + " --help");
            return ExitCode.USAGE.code();
        } catch (Failure e) {
            out.flush();
            var hint = e.exitCode() == ExitCode.CONFLICT && syntax.takes(Waiting.FORCE) && !given.has(Waiting.FORCE)
                    ? " Wait for it, or cancel it with --force."
                    : "";
            err.println("troupe: " + e.getMessage() + hint);
            return e.exitCode().code();
        } catch (NoSuchFileException e) {
            err.println("troupe: there is no file " + e.getMessage());
            return ExitCode.USAGE.code();
        } catch (IOException | UncheckedIOException e) {
            out.flush();
            err.println("troupe: " + e.getMessage());
            return ExitCode.FAILURE.code();
        }
    }

    private static int groupOrNothing(
            Map<String, String> environment,
            InputStream in,
            PrintStream out,
            PrintStream err,
            Terminal terminal,
            List<String> line) {
        var first = line.isEmpty() ? "" : line.getFirst();
        if (first.equals("--version") || first.equals("-V")) {
            return run(new VersionCommand(), environment, in, out, err, terminal, List.of("--client"));
        }
        if (first.equals("help") && line.size() > 1) {
            var asked = new ArrayList<>(line.subList(1, line.size()));
            asked.add("--help");
            return run(environment, in, out, err, terminal, asked);
        }
        var below = new ArrayList<Syntax>();
        for (var syntax : syntaxes()) {
            if (syntax.path().startsWith(first + " ")) {
                below.add(syntax);
            }
        }
        var second = line.size() > 1 ? line.get(1) : "";
        var asksForHelp = second.equals("--help") || second.equals("-h");
        if (!below.isEmpty() && (asksForHelp || second.isEmpty())) {
            (asksForHelp ? out : err).print(HelpText.of(first, "", below, List.of()));
            out.flush();
            return asksForHelp ? ExitCode.DONE.code() : ExitCode.USAGE.code();
        }
        if (first.isEmpty() || List.of("help", "--help", "-h").contains(first)) {
            (first.isEmpty() ? err : out)
                    .print(HelpText.of("", "Runs containers on a cluster of machines.", syntaxes(), exitCodes()));
            out.flush();
            return first.isEmpty() ? ExitCode.USAGE.code() : ExitCode.DONE.code();
        }
        var said = below.isEmpty() ? first : first + " " + second;
        err.println("troupe: there is no command '" + said + "'" + nearest(said) + ". See: troupe --help");
        return ExitCode.USAGE.code();
    }

    private static List<String[]> exitCodes() {
        var rows = new ArrayList<String[]>();
        for (var code : ExitCode.values()) {
            rows.add(new String[] {Integer.toString(code.code()), code.meaning()});
        }
        return rows;
    }

    /** The command that was probably meant: one that shares its letters, or has it as its last word. */
    private static String nearest(String said) {
        for (var path : PATHS) {
            if (path.endsWith(" " + said) || differences(path, said) <= 2) {
                return "; the nearest is '" + path + "'";
            }
        }
        return "";
    }

    private static int differences(String left, String right) {
        var previous = new int[right.length() + 1];
        for (var column = 0; column <= right.length(); column++) {
            previous[column] = column;
        }
        for (var row = 1; row <= left.length(); row++) {
            var current = new int[right.length() + 1];
            current[0] = row;
            for (var column = 1; column <= right.length(); column++) {
                var change = left.charAt(row - 1) == right.charAt(column - 1) ? 0 : 1;
                current[column] =
                        Math.min(Math.min(current[column - 1], previous[column]) + 1, previous[column - 1] + change);
            }
            previous = current;
        }
        return previous[right.length()];
    }
}
