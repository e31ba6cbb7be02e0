package io.troupe.cli.command;

import io.troupe.cli.http.Paths;
import io.troupe.cli.http.Server;
import io.troupe.cli.outcome.ExitCode;
import io.troupe.cli.outcome.Failure;
import io.troupe.cli.words.Argument;
import io.troupe.cli.words.Given;
import io.troupe.cli.words.Option;
import io.troupe.cli.words.Syntax;
import io.troupe.cli.words.UsageException;

/** Runs a command inside an instance; its exit code becomes ours. */
final class ExecCommand implements Command {
    private static final Option STDIN = Option.flag("Pass standard input on.", "-i", "--stdin");
    static final Option CONTAINER =
            Option.value("NAME", "The container of a pod's instance; the first one if not said.", "-c", "--container");
    private static final Option TTY = Option.flag("Give it a terminal, this one.", "-t", "--tty");

    @Override
    public Syntax syntax() {
        return Syntax.of(
                        "exec",
                        "Runs a command inside a task, or one task of an app or pod; its exit code becomes ours.")
                .with(STDIN, TTY, CONTAINER)
                .taking(
                        Argument.one("APP|TASK", "An app's or a pod's id, or a task's as 'task list' shows it."),
                        Argument.rest("COMMAND", "The program and its arguments, such as sh or ls -l /tmp."));
    }

    @Override
    public int run(Session session, Given given) {
        var terminal = given.has(TTY);
        if (terminal && given.has(STDIN) && !session.terminal().reads()) {
            throw new UsageException("-t needs a terminal as standard input; without one say only -i");
        }
        var server = session.server();
        var target = given.argument(0);
        var instance = Targets.isInstance(target) ? target : chosen(session, server, Paths.app(target));
        var path = new StringBuilder("/v1/instances/")
                .append(Paths.escaped(instance))
                .append("/exec?tty=")
                .append(terminal)
                .append("&stdin=")
                .append(given.has(STDIN));
        given.value(CONTAINER).ifPresent(name -> path.append("&container=").append(Paths.escaped(name)));
        given.arguments(1).forEach(word -> path.append("&command=").append(Paths.escaped(word)));
        try (var socket = server.webSocket(path.toString())) {
            return new RemoteCommand(session, socket).run(given.has(STDIN), terminal);
        }
    }

    /** The one that runs longest: it is the least likely to go in the middle. */
    private static String chosen(Session session, Server server, String app) {
        var pod = Targets.isPod(server, app);
        var chosen = "";
        var since = "";
        var count = 0;
        for (var instance : Targets.instances(server, app)) {
            var running = instance.path("state").asText().equals("RUNNING")
                    && instance.path("stopping").isNull();
            var began = instance.path("runningSince").asText();
            if (running) {
                count++;
                if (chosen.isEmpty() || began.compareTo(since) < 0) {
                    chosen = instance.path("id").asText();
                    since = began;
                }
            }
        }
        if (chosen.isEmpty()) {
            throw new Failure(
                    ExitCode.NOT_FOUND,
                    (pod ? "No instance of " : "No task of ") + app + " runs. Why: troupe explain " + app);
        }
        if (count > 1) {
            session.err.println(
                    "In " + chosen + ", one of " + count + (pod ? " instances of " : " tasks of ") + app + ".");
        }
        return chosen;
    }
}
