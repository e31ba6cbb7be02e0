package io.troupe.cli.command;

import io.troupe.cli.outcome.ExitCode;
import io.troupe.cli.outcome.Failure;
import io.troupe.cli.terminal.Terminal;
import io.troupe.cli.words.Given;
import io.troupe.cli.words.Mistakes;
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
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ParameterException;

/** All words of the program. A run makes the one command that is asked for; only help, completion and mistakes make all. */
public final class Commands {
    /** In the order in which help shows them. */
    private static final List<String> PATHS = List.of(
            "up",
            "node",
            "apply",
            "plan",
            "app list",
            "app show",
            "app scale",
            "app restart",
            "app kill",
            "app remove",
            "app versions",
            "app history",
            "group list",
            "group show",
            "group scale",
            "group remove",
            "group versions",
            "group rollback",
            "pod list",
            "pod show",
            "pod scale",
            "pod restart",
            "pod kill",
            "pod remove",
            "pod versions",
            "pod history",
            "task list",
            "logs",
            "exec",
            "explain",
            "deployment list",
            "deployment show",
            "deployment wait",
            "deployment pause",
            "deployment resume",
            "deployment promote",
            "deployment cancel",
            "canary promote",
            "canary abort",
            "rollback",
            "bluegreen deploy",
            "bluegreen switch",
            "bluegreen abort",
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
            case "plan" -> new PlanCommand();
            case "app list" -> new AppList();
            case "app show" -> new AppShow();
            case "app scale" -> new AppScale();
            case "app restart" -> new AppRestart();
            case "app kill" -> new AppKill();
            case "app remove" -> new AppRemove();
            case "app versions" -> new AppVersions();
            case "app history" -> new AppHistory("app");
            case "group list" -> new GroupList();
            case "group show" -> new GroupShow();
            case "group scale" -> new GroupScale();
            case "group remove" -> new GroupRemove();
            case "group versions" -> new GroupVersionList();
            case "group rollback" -> new GroupRollback();
            case "pod list" -> new PodList();
            case "pod show" -> new PodShow();
            case "pod scale" -> new PodScale();
            case "pod restart" -> new PodRestart();
            case "pod kill" -> new PodKill();
            case "pod remove" -> new PodRemove();
            case "pod versions" -> new PodVersions();
            case "pod history" -> new AppHistory("pod");
            case "task list" -> new TaskList();
            case "logs" -> new LogsCommand();
            case "exec" -> new ExecCommand();
            case "explain" -> new ExplainCommand();
            case "deployment list" -> new DeploymentList();
            case "deployment show" -> new DeploymentShow();
            case "deployment wait" -> new DeploymentWait();
            case "deployment pause" -> new DeploymentPause();
            case "deployment resume" -> new DeploymentResume();
            case "deployment promote" -> new DeploymentPromote();
            case "deployment cancel" -> new DeploymentCancel();
            case "canary promote" ->
                new PromoteCommand("canary promote", "Lets all other instances of an app follow its canaries.");
            case "canary abort" -> new AbortCommand("canary abort", "Stops an app's canaries; what ran before stays.");
            case "rollback" -> new RollbackCommand();
            case "bluegreen deploy" -> new BlueGreenDeploy();
            case "bluegreen switch" ->
                new PromoteCommand(
                        "bluegreen switch", "Stops the old instances of an app, now that the new ones are good.");
            case "bluegreen abort" ->
                new AbortCommand("bluegreen abort", "Stops the new instances of an app; the old ones stay.");
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
        return syntaxes(path -> true);
    }

    private static List<Syntax> syntaxes(Predicate<String> wanted) {
        var all = new ArrayList<Syntax>();
        for (var path : PATHS) {
            var command = wanted.test(path) ? command(path) : null;
            if (command != null) {
                all.add(command.syntax());
            }
        }
        return List.copyOf(all);
    }

    /** Runs the line, and answers the exit code; what went wrong is said on {@code err} in words. */
    public static int run(
            Map<String, String> environment,
            InputStream in,
            PrintStream out,
            PrintStream err,
            Terminal terminal,
            List<String> said) {
        Given given;
        try {
            given = read(helpLast(said));
        } catch (ParameterException e) {
            var words = e.getCommandLine().getCommandSpec().qualifiedName();
            err.println("troupe: " + Mistakes.told(e, PATHS) + " See: " + words + " --help");
            return ExitCode.USAGE.code();
        }
        var session = new Session(environment, in, out, err, terminal, given);
        if (given.has(Syntax.HELP)) {
            out.print(given.help(session.paint().isColoured()));
            out.flush();
            return ExitCode.DONE.code();
        }
        var version = given.path().isEmpty() && given.has(Syntax.VERSION);
        var command = command(version ? "version" : given.path());
        if (command == null) {
            err.print(given.help(session.errorPaint().isColoured()));
            return ExitCode.USAGE.code();
        }
        return run(command, session, given);
    }

    /** {@code help app list} asks for the same as {@code app list --help}. */
    private static List<String> helpLast(List<String> said) {
        if (said.isEmpty() || !said.getFirst().equals("help")) {
            return said;
        }
        var line = new ArrayList<>(said.subList(1, said.size()));
        line.add("--help");
        return line;
    }

    /** A line can only call commands whose words are in it; all are needed to explain one, or to find what was meant. */
    private static Given read(List<String> line) {
        var words = Set.copyOf(line);
        try {
            var given = Given.read(syntaxes(path -> words.containsAll(List.of(path.split(" ")))), line);
            if (!given.has(Syntax.HELP) && command(given.path()) != null) {
                return given;
            }
        } catch (ParameterException wrong) {
            // Told below, by all commands.
        }
        return Given.read(syntaxes(), line);
    }

    private static int run(Command command, Session session, Given given) {
        try {
            return command.run(session, given);
        } catch (UsageException e) {
            session.out.flush();
            session.err.println("troupe: " + e.getMessage() + ". See: troupe " + given.path() + " --help");
            return ExitCode.USAGE.code();
        } catch (Failure e) {
            session.out.flush();
            var force = command.syntax().takes(Waiting.FORCE) && !given.has(Waiting.FORCE);
            var hint = e.exitCode() == ExitCode.CONFLICT && force ? " Wait for it, or cancel it with --force." : "";
            session.err.println("troupe: " + e.getMessage() + hint);
            return e.exitCode().code();
        } catch (NoSuchFileException e) {
            session.err.println("troupe: there is no file " + e.getMessage());
            return ExitCode.USAGE.code();
        } catch (IOException | UncheckedIOException e) {
            session.out.flush();
            session.err.println("troupe: " + e.getMessage());
            return ExitCode.FAILURE.code();
        }
    }
}
