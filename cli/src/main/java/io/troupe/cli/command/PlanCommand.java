package io.troupe.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.troupe.cli.output.Table;
import io.troupe.cli.progress.Words;
import io.troupe.cli.words.Given;
import io.troupe.cli.words.Syntax;
import io.troupe.cli.words.UsageException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Map;

/** Says what applying files would do, and does nothing. */
final class PlanCommand implements Command {
    @Override
    public Syntax syntax() {
        return Syntax.of(
                        "plan",
                        "Says in which steps files would be applied, and what they would wait for; changes nothing.")
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
        waits(session, files.apps(), plan);
        return session.showText(plan, () -> steps.isEmpty() ? "Nothing would change.\n" : session.text(table(plan)));
    }

    /** Adds to each action what it would wait for. */
    private static void waits(Session session, Map<String, JsonNode> apps, ObjectNode plan) {
        var running = session.server().find("/v2/deployments").orElse(JsonNodeFactory.instance.arrayNode());
        for (var step : plan.path("steps")) {
            for (var action : step.path("actions")) {
                var app = action.path("app").asText();
                var waits = new ArrayList<String>();
                for (var deployment : running) {
                    deployment.path("affectedApps").forEach(held -> {
                        if (held.asText().equals(app)) {
                            waits.add("deployment " + deployment.path("id").asText() + ", which holds it");
                        }
                    });
                }
                var strategy = apps.getOrDefault(app, plan).path("upgradeStrategy");
                var canaries = strategy.path("canary").asInt();
                if (canaries > 0 && word(action).equals("replace")) {
                    waits.add(Words.count(canaries, "canary", "canaries")
                            + (strategy.path("autoPromote").asBoolean() ? " to be ready" : " to be promoted"));
                }
                if (!waits.isEmpty()) {
                    ((ObjectNode) action).put("waitsFor", String.join("; ", waits));
                }
            }
        }
    }

    private static Table table(ObjectNode plan) {
        var waits = !plan.findValues("waitsFor").isEmpty();
        var table = waits ? new Table("STEP", "ACTION", "APP", "WAITS FOR") : new Table("STEP", "ACTION", "APP");
        var number = 0;
        for (var step : plan.path("steps")) {
            number++;
            for (var action : step.path("actions")) {
                var app = action.path("app").asText(action.path("pod").asText());
                if (waits) {
                    table.row(number, word(action), app, action.path("waitsFor").asText());
                } else {
                    table.row(number, word(action), app);
                }
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
