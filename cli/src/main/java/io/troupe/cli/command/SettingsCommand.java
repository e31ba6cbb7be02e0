package io.troupe.cli.command;

import io.troupe.cli.output.Table;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** Shows the settings of the node that answers. */
@Command(name = "settings", description = "Shows the settings of the node that answers.")
public final class SettingsCommand implements Callable<Integer> {
    private final Session session;

    SettingsCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        var answer = session.server().get("/v1/settings");
        return session.show(answer, () -> {
            var table = new Table("SETTING", "VALUE");
            answer.properties()
                    .forEach(setting ->
                            table.row(setting.getKey(), setting.getValue().asText()));
            return table;
        });
    }
}
