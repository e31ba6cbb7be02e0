package io.troupe.cli.command;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Mixin;

/** The program itself: all words, and the options that each of them takes. */
@Command(
        name = "troupe",
        description = "Runs containers on a cluster of machines.",
        mixinStandardHelpOptions = true,
        scope = picocli.CommandLine.ScopeType.INHERIT,
        version = "troupe 0.1.0")
public final class Root {
    // Read by picocli alone.
    @SuppressWarnings("UnusedVariable")
    @Mixin
    private final Session session;

    private Root(Session session) {
        this.session = session;
    }

    public static CommandLine commandLine(Session session) {
        return new CommandLine(new Root(session))
                .addSubcommand(new UpCommand())
                .addSubcommand(new ApplyCommand(session))
                .addSubcommand(new CommandLine(new AppGroup())
                        .addSubcommand(new AppList(session))
                        .addSubcommand(new AppShow(session))
                        .addSubcommand(new AppScale(session))
                        .addSubcommand(new AppRestart(session))
                        .addSubcommand(new AppKill(session))
                        .addSubcommand(new AppRemove(session))
                        .addSubcommand(new AppVersions(session))
                        .addSubcommand(new AppHistory(session)))
                .addSubcommand(new CommandLine(new TaskGroup()).addSubcommand(new TaskList(session)))
                .addSubcommand(new LogsCommand(session))
                .addSubcommand(new CommandLine(new DeploymentGroup())
                        .addSubcommand(new DeploymentList(session))
                        .addSubcommand(new DeploymentShow(session))
                        .addSubcommand(new DeploymentCancel(session)))
                .addSubcommand(new QueueCommand(session))
                .addSubcommand(new ExplainCommand(session))
                .addSubcommand(new CommandLine(new NodeGroup())
                        .addSubcommand(new NodeList(session))
                        .addSubcommand(new NodeShow(session)))
                .addSubcommand(new EventsCommand(session))
                .addSubcommand(new SettingsCommand(session))
                .addSubcommand(new HelpCommand());
    }
}
