package io.troupe.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.troupe.cli.output.Table;
import io.troupe.cli.words.Given;
import io.troupe.cli.words.Syntax;
import io.troupe.cli.words.UsageException;
import java.io.IOException;

/** Says what applying files would do, and does nothing. */
final class PlanCommand implements Command {
    @Override
    public Syntax syntax() {
        return Syntax.of("plan", "Says in which steps files would be applied; changes nothing.")
                .with(ApplyCommand.FILE);
    }

    @Override
    public int run(Session session, Given given) throws IOException {
        if (!given.has(ApplyCommand.FILE)) {
            throw new UsageException("--file is missing");
        }
        var files = AppFiles.read(given.values(ApplyCommand.FILE), session.in);
        var plan = JsonNodeFactory.instance.objectNode();
        var steps = plan.putArray("steps");
        if (!files.apps().isEmpty()) {
            ApplyCommand.putApps(session, files.apps(), "?partialUpdate=false&dryRun=true")
                    .path("steps")
                    .forEach(steps::add);
        }
        files.pods()
                .forEach((id, pod) -> ApplyCommand.putPod(session, id, pod, "?dryRun=true")
                        .path("steps")
                        .forEach(steps::add));
        files.groups()
                .forEach((id, group) -> session.server()
                        .put(GroupTarget.path(id) + "?dryRun=true", group)
                        .path("steps")
                        .forEach(steps::add));
        return session.showText(plan, () -> steps.isEmpty() ? "Nothing would change.\n" : session.text(table(plan)));
    }

    private static Table table(ObjectNode plan) {
        var table = new Table("STEP", "ACTION", "APP");
        var number = 0;
        for (var step : plan.path("steps")) {
            number++;
            for (var action : step.path("actions")) {
                table.row(
                        number,
                        word(action),
                        action.path("app").asText(action.path("pod").asText()));
            }
        }
        return table;
    }

    /** {@code StartApplication} is {@code start}. */
    private static String word(JsonNode action) {
        return switch (action.path("action").asText()) {
            case "StartApplication", "StartPod" -> "start";
            case "RestartApplication", "RestartPod" -> "replace";
            case "ScaleApplication", "ScalePod" -> "scale";
            case "StopApplication", "StopPod" -> "remove";
            default -> action.path("action").asText();
        };
    }
}
