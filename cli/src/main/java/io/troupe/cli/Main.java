package io.troupe.cli;

import io.troupe.cli.command.Root;
import io.troupe.cli.command.Session;
import io.troupe.cli.outcome.ExitCode;
import io.troupe.cli.outcome.Failure;
import java.io.PrintStream;
import java.nio.file.NoSuchFileException;
import java.util.Map;

/** The program {@code troupe}: runs one command, and says in one line what went wrong. */
public final class Main {
    private Main() {}

    public static void main(String[] arguments) {
        System.exit(run(System.getenv(), System.out, System.err, arguments));
    }

    static int run(Map<String, String> environment, PrintStream out, PrintStream err, String... arguments) {
        var program = Root.commandLine(new Session(environment, out, err));
        program.setOut(new java.io.PrintWriter(out, true, java.nio.charset.StandardCharsets.UTF_8));
        program.setErr(new java.io.PrintWriter(err, true, java.nio.charset.StandardCharsets.UTF_8));
        program.setParameterExceptionHandler((e, words) -> {
            err.println("troupe: " + e.getMessage() + ". See: "
                    + e.getCommandLine().getCommandSpec().qualifiedName() + " --help");
            return ExitCode.USAGE.code();
        });
        program.setExecutionExceptionHandler((e, command, parsed) -> {
            if (e instanceof Failure failure) {
                err.println("troupe: " + failure.getMessage());
                return failure.exitCode().code();
            }
            err.println("troupe: " + (e instanceof NoSuchFileException ? "there is no file " : "") + e.getMessage());
            return ExitCode.FAILURE.code();
        });
        return program.execute(arguments);
    }
}
