package io.troupe.cli.command;

import io.troupe.cli.outcome.ExitCode;
import io.troupe.cli.words.Argument;
import io.troupe.cli.words.CompletionScript;
import io.troupe.cli.words.Given;
import io.troupe.cli.words.Syntax;
import java.util.List;

/** Prints the completion script of a shell. */
final class CompletionCommand implements Command {
    @Override
    public Syntax syntax() {
        return Syntax.of("completion", "Prints the completion script of a shell: bash, zsh or fish.")
                .taking(Argument.choice("SHELL", List.of("bash", "zsh", "fish"), "bash, zsh or fish."));
    }

    @Override
    public int run(Session session, Given given) {
        var commands = Commands.syntaxes();
        session.out.print(
                given.argument(0).equals("fish") ? CompletionScript.fish(commands) : CompletionScript.bash(commands));
        session.out.flush();
        return ExitCode.DONE.code();
    }
}
