package io.troupe.node.engine.simulated;

import io.troupe.protocol.workload.CommandSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * What a simulated container does: the steps between semicolons of its command, one after the other. {@code sleep SECONDS}, {@code echo TEXT}
 * (with {@code >&2} to the errors), {@code exit CODE}, {@code trap '' TERM} (do not heed the stop signal), {@code oom} (be killed for taking too much
 * memory), {@code vanish} (be removed by nobody knows whom) and {@code outage SECONDS} (the whole engine falls silent so long) are understood;
 * whatever else it says, and what an image would run by default, is taken for a server that runs until it is stopped. After the last step it
 * exits with 0.
 */
record Script(List<Step> steps) {
    private static final Pattern SLEEP = Pattern.compile("sleep (\\d+(?:\\.\\d+)?)");
    private static final Pattern OUTAGE = Pattern.compile("outage (\\d+(?:\\.\\d+)?)");
    private static final Pattern EXIT = Pattern.compile("exit (\\d{1,3})");
    private static final Pattern ECHO = Pattern.compile("echo (.*?)(\\s*>&2)?");
    private static final String IGNORE_STOP = "trap '' TERM";

    Script {
        steps = List.copyOf(steps);
    }

    /** A step of a script. */
    sealed interface Step {
        record Sleep(Duration duration) implements Step {}

        record Print(boolean error, String line) implements Step {}

        record Exit(int code) implements Step {}

        record IgnoreStop() implements Step {}

        record RunOutOfMemory() implements Step {}

        record Vanish() implements Step {}

        record Outage(Duration duration) implements Step {}

        record RunOn() implements Step {}
    }

    static Script of(CommandSpec command) {
        return switch (command) {
            case CommandSpec.Shell shell -> parse(shell.line());
            case CommandSpec.Arguments arguments -> of(arguments.values());
            case CommandSpec.Program program -> of(program.values());
            case CommandSpec.ImageDefault image -> new Script(List.of(new Step.RunOn()));
        };
    }

    /** A command given as program and arguments; a shell with {@code -c} runs its line. */
    static Script of(List<String> arguments) {
        var isShell = arguments.size() == 3
                && arguments.get(0).endsWith("sh")
                && arguments.get(1).equals("-c");
        return parse(isShell ? arguments.get(2) : String.join(" ", arguments));
    }

    static Script parse(String line) {
        var steps = new ArrayList<Step>();
        for (var part : line.split(";")) {
            if (!part.isBlank()) {
                steps.add(step(part.strip()));
            }
        }
        return new Script(steps);
    }

    private static Step step(String text) {
        var sleep = SLEEP.matcher(text);
        if (sleep.matches()) {
            return new Step.Sleep(seconds(sleep.group(1)));
        }
        var outage = OUTAGE.matcher(text);
        if (outage.matches()) {
            return new Step.Outage(seconds(outage.group(1)));
        }
        var exit = EXIT.matcher(text);
        if (exit.matches()) {
            return new Step.Exit(Integer.parseInt(exit.group(1)));
        }
        var echo = ECHO.matcher(text);
        if (echo.matches()) {
            return new Step.Print(echo.group(2) != null, echo.group(1));
        }
        return switch (text) {
            case IGNORE_STOP -> new Step.IgnoreStop();
            case "oom" -> new Step.RunOutOfMemory();
            case "vanish" -> new Step.Vanish();
            default -> new Step.RunOn();
        };
    }

    static Duration seconds(String text) {
        return Duration.ofMillis(Math.round(Double.parseDouble(text) * 1000));
    }
}
