package io.troupe.cli.command;

import io.troupe.cli.output.Table;
import java.util.ArrayList;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** Lists the running deployments. */
@Command(name = "list", description = "Lists the running deployments.")
public final class DeploymentList implements Callable<Integer> {
    private final Session session;

    DeploymentList(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        var answer = session.server().get("/v2/deployments");
        return session.show(answer, () -> {
            var table = new Table("DEPLOYMENT", "STEP", "APPS", "VERSION");
            for (var deployment : answer) {
                var apps = new ArrayList<String>();
                deployment.path("affectedApps").forEach(app -> apps.add(app.asText()));
                table.row(
                        deployment.path("id").asText(),
                        deployment.path("currentStep").asText() + "/"
                                + deployment.path("totalSteps").asText(),
                        String.join(",", apps),
                        deployment.path("version").asText());
            }
            return table;
        });
    }
}
