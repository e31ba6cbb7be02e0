package io.troupe.node;

import io.troupe.node.settings.NodeSettings;
import io.troupe.node.settings.SettingsException;
import io.troupe.node.settings.SettingsReader;
import io.troupe.node.start.NodeStart;
import io.troupe.node.start.StartException;
import io.troupe.node.start.StartProgress;
import java.util.Arrays;
import java.util.List;
import picocli.CommandLine;

/** The node's program: {@code up} for a person at a terminal, {@code node} for a service manager. */
public final class Main {
    private static final int FAILED = 1;
    private static final int USAGE = 2;

    private Main() {}

    public static void main(String[] arguments) throws InterruptedException {
        var name = arguments.length == 0 ? "" : arguments[0];
        if (!List.of("up", "node").contains(name)) {
            System.err.println("troupe: the node is started by 'troupe up' or 'troupe node'");
            System.exit(USAGE);
        }
        var rest = Arrays.asList(arguments).subList(1, arguments.length);
        if (rest.contains("--help") || rest.contains("-h")) {
            SettingsReader.commandLine(name).usage(System.out);
            return;
        }
        run(settings(name, rest), name.equals("up"));
    }

    private static NodeSettings settings(String name, List<String> arguments) {
        try {
            return SettingsReader.read(arguments, System.getenv());
        } catch (SettingsException | CommandLine.ParameterException e) {
            System.err.println("troupe: " + e.getMessage());
            System.err.println("'troupe " + name + " --help' lists the settings");
            System.exit(USAGE);
            throw new AssertionError(e);
        }
    }

    private static void run(NodeSettings settings, boolean person) throws InterruptedException {
        // Read by logback.xml, so they must be set before anything logs.
        System.setProperty(
                "troupe.log.directory", settings.dataDirectory().resolve("logs").toString());
        System.setProperty("troupe.log.level", settings.logLevel());
        System.setProperty("troupe.log.console", person ? "OFF" : settings.logLevel());
        var progress = new StartProgress(System.out, isTerminal());
        var stop = new StopSignal(Thread.currentThread(), progress);
        Runtime.getRuntime().addShutdownHook(new Thread(stop, "troupe-stop"));
        try {
            var node = NodeStart.start(settings, progress);
            stop.started(node);
            node.awaitEnd();
        } catch (StartException e) {
            progress.say("troupe: " + e.getMessage());
            stop.nothingToStop();
            System.exit(FAILED);
        } catch (InterruptedException e) {
            stop.nothingToStop();
        }
    }

    /** There is a console only if input and output both belong to a terminal, whatever Error Prone knows of other releases. */
    @SuppressWarnings("SystemConsoleNull")
    private static boolean isTerminal() {
        var console = System.console();
        return console != null && console.isTerminal();
    }
}
