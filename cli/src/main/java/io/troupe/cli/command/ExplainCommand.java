package io.troupe.cli.command;

import io.troupe.cli.http.Paths;
import io.troupe.cli.output.Table;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Says why an app is not all running. */
@Command(name = "explain", description = "Says why an app is not all running.")
public final class ExplainCommand implements Callable<Integer> {
    private final Session session;

    @Parameters(paramLabel = "APP")
    private String app = "";

    ExplainCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        var answer = session.server().get("/v1/workloads/" + Paths.id(app) + "/explain");
        return session.show(answer, () -> {
            var running = answer.path("instancesRunning").asText() + " of "
                    + answer.path("instancesWanted").asText();
            var table = new Table(answer.path("workload").asText() + ": " + running + " running");
            answer.path("reasons").forEach(reason -> table.row(reason.asText()));
            return table;
        });
    }
}
