package io.troupe.cli.command;

import io.troupe.cli.output.Table;
import io.troupe.cli.words.Given;
import io.troupe.cli.words.Syntax;

/** Shows the settings of the node that answers. */
final class SettingsCommand implements Command {
    @Override
    public Syntax syntax() {
        return Syntax.of("settings", "Shows the settings of the node that answers; secrets are masked.");
    }

    @Override
    public int run(Session session, Given given) {
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
