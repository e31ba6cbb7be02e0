package io.troupe.cli.command;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.troupe.cli.output.Table;
import io.troupe.cli.words.Given;
import io.troupe.cli.words.Option;
import io.troupe.cli.words.Syntax;

/** Says which versions speak with each other. */
final class VersionCommand implements Command {
    private static final Option CLIENT = Option.flag("Only that of this program; asks no server.", "--client");
    private static final String VERSION_OTHERWISE = "0.1.0-SNAPSHOT";

    @Override
    public Syntax syntax() {
        return Syntax.of("version", "Shows the version of this program and of the node that answers.")
                .with(CLIENT);
    }

    @Override
    public int run(Session session, Given given) {
        var shipped = VersionCommand.class.getPackage().getImplementationVersion();
        var client = shipped == null ? VERSION_OTHERWISE : shipped;
        var document = JsonNodeFactory.instance.objectNode().put("client", client);
        var table = new Table("PART", "VERSION", "AT").row("client", client, "");
        if (!given.has(CLIENT) && !given.has(Syntax.VERSION)) {
            var server = session.server();
            var version = server.get("/v2/info").path("version").asText();
            document.put("server", version).put("url", server.address().toString());
            table.row("server", version, server.address());
        }
        return session.show(document, () -> table);
    }
}
