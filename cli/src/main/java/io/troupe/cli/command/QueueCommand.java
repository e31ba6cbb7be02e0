package io.troupe.cli.command;

import io.troupe.cli.output.Table;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** Lists the instances that wait for a place. */
@Command(name = "queue", description = "Lists the instances that wait for a place.")
public final class QueueCommand implements Callable<Integer> {
    private final Session session;

    QueueCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        var answer = session.server().get("/v2/queue");
        return session.show(answer, () -> {
            var table = new Table("APP", "WAITING", "DELAY (S)", "SINCE");
            for (var item : answer.path("queue")) {
                table.row(
                        item.path("app").path("id").asText(),
                        item.path("count").asText(),
                        item.path("delay").path("timeLeftSeconds").asText(),
                        item.path("since").asText());
            }
            return table;
        });
    }
}
