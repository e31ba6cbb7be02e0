package io.troupe.cli.words;

import io.troupe.cli.outcome.ExitCode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Help;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Help.Column;
import picocli.CommandLine.Help.Column.Overflow;
import picocli.CommandLine.Help.TextTable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.UsageMessageSpec;
import picocli.CommandLine.ScopeType;

/** What {@code --help} shows: picocli's text, with the options of every command apart from a command's own. */
final class HelpText {
    private static final int COLUMNS = 100;
    private static final int INDENT_COLUMNS = 2;

    private HelpText() {}

    static String of(CommandSpec command, boolean coloured) {
        var usage = command.usageMessage()
                .width(COLUMNS)
                .abbreviateSynopsis(true)
                .sortOptions(false)
                .synopsisSubcommandLabel(command.userObject() == null ? "COMMAND" : "[COMMAND]")
                .parameterListHeading("%nArguments:%n")
                .commandListHeading("%nCommands:%n");
        if (command.userObject() instanceof Syntax syntax) {
            usage.description("%n" + syntax.description());
        } else if (command.parent() == null) {
            usage.description("%nRuns containers on a cluster of machines.")
                    .exitCodeListHeading("%nExit codes:%n")
                    .exitCodeList(exitCodes());
        }
        var own = new ArrayList<OptionSpec>();
        var everywhere = new ArrayList<OptionSpec>();
        for (var option : command.options()) {
            (option.scopeType() == ScopeType.INHERIT ? everywhere : own).add(option);
        }
        var sections = usage.sectionMap();
        sections.put(UsageMessageSpec.SECTION_KEY_OPTION_LIST_HEADING, help -> "");
        sections.put(
                UsageMessageSpec.SECTION_KEY_OPTION_LIST,
                help -> options(help, "Options", own) + options(help, "Options of every command", everywhere));
        sections.put(UsageMessageSpec.SECTION_KEY_COMMAND_LIST, HelpText::commands);
        usage.sectionMap(sections).sectionKeys(commandsFirst(usage.sectionKeys()));
        return command.commandLine().getUsageMessage(coloured ? Ansi.ON : Ansi.OFF);
    }

    private static List<String> commandsFirst(List<String> sections) {
        var commands =
                List.of(UsageMessageSpec.SECTION_KEY_COMMAND_LIST_HEADING, UsageMessageSpec.SECTION_KEY_COMMAND_LIST);
        var ordered = new ArrayList<>(sections);
        ordered.removeAll(commands);
        ordered.addAll(ordered.indexOf(UsageMessageSpec.SECTION_KEY_OPTION_LIST_HEADING), commands);
        return ordered;
    }

    private static Map<String, String> exitCodes() {
        var codes = new LinkedHashMap<String, String>();
        for (var code : ExitCode.values()) {
            codes.put(Integer.toString(code.code()), code.meaning());
        }
        return codes;
    }

    private static String options(Help help, String title, List<OptionSpec> options) {
        return options.isEmpty()
                ? ""
                : help.createHeading("%n" + title + ":%n") + help.optionListExcludingGroups(options);
    }

    /** All below it with all their words, where picocli shows only the next word. */
    private static String commands(Help help) {
        var all = new ArrayList<CommandSpec>();
        collect(help.commandSpec(), all);
        var width =
                all.stream().mapToInt(command -> words(command).length()).max().orElse(0) + INDENT_COLUMNS;
        var table = TextTable.forColumns(
                help.colorScheme(),
                new Column(width, INDENT_COLUMNS, Overflow.SPAN),
                new Column(COLUMNS - width, INDENT_COLUMNS, Overflow.WRAP));
        for (var command : all) {
            table.addRowValues(
                    help.colorScheme().commandText(words(command)),
                    help.colorScheme().text(((Syntax) command.userObject()).description()));
        }
        return table.toString();
    }

    private static void collect(CommandSpec command, List<CommandSpec> all) {
        for (var below : command.subcommands().values()) {
            if (below.getCommandSpec().userObject() instanceof Syntax) {
                all.add(below.getCommandSpec());
            }
            collect(below.getCommandSpec(), all);
        }
    }

    private static String words(CommandSpec command) {
        return ((Syntax) command.userObject()).path();
    }
}
