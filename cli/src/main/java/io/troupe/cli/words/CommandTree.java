package io.troupe.cli.words;

import java.io.File;
import java.util.ArrayList;
import java.util.List;
import java.util.Stack;
import picocli.CommandLine;
import picocli.CommandLine.IParameterConsumer;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.TypeConversionException;

/** Picocli's model of some commands. It is made without annotations, whose reflection would cost more than a whole command. */
final class CommandTree {
    /** Stands where the ids of apps belong in a completion script: they are known only when it is asked. */
    static final String APPS = "IDS-OF-APPS";

    private CommandTree() {}

    /** The program with these commands; each spec holds its {@link Syntax}, except those that are only the first word of others. */
    static CommandLine of(List<Syntax> commands) {
        var root = CommandSpec.create().name("troupe").addOption(option(Syntax.VERSION, ScopeType.LOCAL));
        for (var option : Syntax.EVERYWHERE) {
            root.addOption(option(option, ScopeType.INHERIT));
        }
        var program = new CommandLine(root);
        for (var command : commands) {
            var words = command.path().split(" ");
            var parent = words.length == 1 ? program : group(program, words[0]);
            parent.addSubcommand(words[words.length - 1], spec(command));
        }
        return program.setExpandAtFiles(false).setOverwrittenOptionsAllowed(true);
    }

    private static CommandLine group(CommandLine program, String word) {
        var known = program.getSubcommands().get(word);
        var group = known == null ? new CommandLine(CommandSpec.create()) : known;
        if (known == null) {
            program.addSubcommand(word, group);
        }
        return group;
    }

    private static CommandSpec spec(Syntax command) {
        var spec = CommandSpec.wrapWithoutInspection(command);
        for (var option : command.options()) {
            spec.addOption(option(option, ScopeType.LOCAL));
        }
        for (var index = 0; index < command.arguments().size(); index++) {
            spec.addPositional(positional(command.arguments().get(index), index));
        }
        return spec;
    }

    /** All that has a value may have several: what is said last counts where one is needed. */
    private static OptionSpec option(Option option, ScopeType scope) {
        var spec = OptionSpec.builder(option.names().toArray(new String[0]))
                .description(option.description())
                .scopeType(scope)
                .usageHelp(option.name().equals(Syntax.HELP.name()));
        if (!option.hasValue()) {
            return spec.type(boolean.class).arity("0").build();
        }
        if (!option.choices().isEmpty()) {
            spec.completionCandidates(option.choices()).converters(oneOf(option.choices()));
        }
        return spec.paramLabel(option.label())
                .type(List.class)
                .auxiliaryTypes(option.label().equals("FILE") ? File.class : String.class)
                .arity("1")
                .build();
    }

    private static PositionalParamSpec positional(Argument argument, int index) {
        var many = argument.countMax() > 1 ? "..*" : "";
        var spec = PositionalParamSpec.builder()
                .paramLabel(argument.label())
                .description(argument.description())
                .index(index + many)
                .required(argument.countMin() > 0)
                .type(List.class)
                .auxiliaryTypes(String.class)
                .arity(argument.countMin() == 0 && many.isEmpty() ? "0..1" : argument.countMin() + many);
        if (argument.verbatim()) {
            spec.parameterConsumer(new Rest());
        }
        if (argument.label().startsWith("APP")) {
            spec.completionCandidates(List.of(APPS));
        }
        if (!argument.choices().isEmpty()) {
            spec.completionCandidates(argument.choices()).converters(oneOf(argument.choices()));
        }
        return spec.build();
    }

    /** No lambda: picocli's interfaces are too old for the JVM to keep one in the start-up cache. */
    private static ITypeConverter<String> oneOf(List<String> choices) {
        return new ITypeConverter<>() {
            @Override
            public String convert(String value) {
                if (!choices.contains(value)) {
                    throw new TypeConversionException(
                            "it must be one of " + String.join(", ", choices) + ", not '" + value + "'");
                }
                return value;
            }
        };
    }

    private static final class Rest implements IParameterConsumer {
        @Override
        public void consumeParameters(Stack<String> line, ArgSpec argument, CommandSpec command) {
            var rest = new ArrayList<String>();
            while (!line.isEmpty()) {
                rest.add(line.pop());
            }
            argument.setValue(rest);
        }
    }
}
