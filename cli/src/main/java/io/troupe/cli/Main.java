package io.troupe.cli;

import io.troupe.cli.command.Commands;
import io.troupe.cli.outcome.ExitCode;
import io.troupe.cli.terminal.HostTerminal;
import io.troupe.cli.terminal.Terminal;
import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** The program {@code troupe}: runs one command, and says in one line what went wrong. */
public final class Main {
    private Main() {}

    public static void main(String[] arguments) {
        // System.out writes each piece of a line on its own; all that is shown is flushed where it has to be.
        var out = new PrintStream(
                new BufferedOutputStream(new FileOutputStream(FileDescriptor.out)), false, StandardCharsets.UTF_8);
        var code = run(System.getenv(), System.in, out, System.err, new HostTerminal(), arguments);
        out.flush();
        System.err.flush();
        // exit() would start a logger to say that it was called. There is no hook left that has something to do.
        Runtime.getRuntime().halt(out.checkError() && code == 0 ? ExitCode.FAILURE.code() : code);
    }

    static int run(
            Map<String, String> environment,
            InputStream in,
            PrintStream out,
            PrintStream err,
            Terminal terminal,
            String... arguments) {
        return Commands.run(environment, in, out, err, terminal, List.of(arguments));
    }
}
