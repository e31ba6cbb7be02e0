package io.troupe.cli.command;

import io.troupe.cli.outcome.ExitCode;
import io.troupe.cli.words.Argument;
import io.troupe.cli.words.CompletionScript;
import io.troupe.cli.words.Given;
import io.troupe.cli.words.Syntax;
import io.troupe.cli.words.UsageException;

/** Prints the completion script of a shell. */
final class CompletionCommand implements Command {
    @Override
    public Syntax syntax() {
        return Syntax.of("completion", "Prints the completion script of a shell: bash, zsh or fish.")
                .taking(Argument.one("SHELL", "bash, zsh or fish."));
    }

    @Override
    public int run(Session session, Given given) {
        var commands = Commands.syntaxes();
        session.out.print(
                switch (given.argument(0)) {
                    case "bash" -> CompletionScript.bash(commands);
                    case "zsh" -> CompletionScript.zsh(commands);
                    case "fish" -> CompletionScript.fish(commands);
                    default ->
                        throw new UsageException(
                                "there is no completion for '" + given.argument(0) + "', only for bash, zsh and fish");
                });
        session.out.flush();
        return ExitCode.DONE.code();
    }
}
