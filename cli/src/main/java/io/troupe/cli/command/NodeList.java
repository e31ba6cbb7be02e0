package io.troupe.cli.command;

import io.troupe.cli.output.Table;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** Lists the nodes. */
@Command(name = "list", description = "Lists the nodes.")
public final class NodeList implements Callable<Integer> {
    private final Session session;

    NodeList(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        var answer = session.server().get("/v1/nodes");
        return session.show(answer, () -> {
            var table = new Table("NODE", "HOST", "CPUS", "MIB", "INSTANCES", "VERSION");
            for (var node : answer.path("nodes")) {
                table.row(
                        node.path("id").asText(),
                        node.path("host").asText(),
                        node.path("cpus").path("used").asText() + "/"
                                + node.path("cpus").path("total").asText(),
                        node.path("memoryMib").path("used").asText() + "/"
                                + node.path("memoryMib").path("total").asText(),
                        node.path("instances").size(),
                        node.path("version").asText());
            }
            return table;
        });
    }
}
