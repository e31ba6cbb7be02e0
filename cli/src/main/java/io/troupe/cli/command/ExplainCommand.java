package io.troupe.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.troupe.cli.http.Paths;
import io.troupe.cli.http.Server;
import io.troupe.cli.outcome.Failure;
import io.troupe.cli.output.Table;
import io.troupe.cli.progress.AppProgress;
import io.troupe.cli.progress.Words;
import io.troupe.cli.words.Argument;
import io.troupe.cli.words.Given;
import io.troupe.cli.words.Syntax;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Says why an app is not all running. */
final class ExplainCommand implements Command {
    private static final int FAILURES_MAX = 3;
    private static final int HISTORY_ENTRIES_MAX = 60;

    @Override
    public Syntax syntax() {
        return Syntax.of("explain", "Says why an app is not all running: nodes, back-off, deployment, last failures.")
                .taking(Argument.one("APP", "The app's id, such as /prod/web; the first slash may be left out."));
    }

    @Override
    public int run(Session session, Given given) {
        var server = session.server();
        var app = Paths.app(given.argument(0));
        var path = "/v1/workloads/" + Paths.id(app);
        var explanation = (ObjectNode) server.get(path + "/explain");
        var workload = server.get(path);
        explanation.set("deployment", workload.path("deployment"));
        var failures = explanation.putArray("failures");
        failures(server, path).forEach(failures::add);
        return session.showText(explanation, () -> text(session, app, explanation, workload));
    }

    /** The newest failures, newest first; none where the journal cannot be read now. */
    private static List<ObjectNode> failures(Server server, String path) {
        var failures = new ArrayList<ObjectNode>();
        JsonNode history;
        try {
            history = server.get(path + "/history?limit=" + HISTORY_ENTRIES_MAX);
        } catch (Failure journalAway) {
            return failures;
        }
        var entries = history.path("entries");
        for (var index = entries.size() - 1; index >= 0; index--) {
            for (var report : entries.get(index).path("detail").path("reports")) {
                if (hasFailed(report) && failures.size() < FAILURES_MAX) {
                    var ending = report.path("ending");
                    var failure = ((ObjectNode) report.deepCopy()).objectNode();
                    failure.set("at", report.path("at"));
                    failure.set("instance", report.path("instance"));
                    failure.set("node", entries.get(index).path("detail").path("node"));
                    failure.set("exitCode", ending.path("exitCode"));
                    failure.put("outOfMemory", ending.path("outOfMemory").asBoolean());
                    failure.set("message", report.path("message"));
                    failures.add(failure);
                }
            }
        }
        return failures;
    }

    /** By itself, or by its checks. */
    private static boolean hasFailed(JsonNode report) {
        var state = report.path("state").asText();
        if (state.equals("KILLED")) {
            for (var result : report.path("health").path("results")) {
                if (result.path("exhausted").asBoolean()) {
                    return true;
                }
            }
        }
        return state.equals("FAILED");
    }

    private static String text(Session session, String app, JsonNode explanation, JsonNode workload) {
        var paint = session.paint();
        var progress = AppProgress.of(app, workload, Optional.empty());
        var text = new StringBuilder();
        text.append(progress.isDone() ? paint.good(progress.summary()) : paint.waiting(progress.summary()))
                .append('\n');
        var deployment = explanation.path("deployment").asText("");
        if (explanation.path("deployment").isTextual()) {
            text.append("\nDeployment ")
                    .append(deployment)
                    .append(" goes on and holds the app. Watch it: troupe deployment wait ")
                    .append(deployment)
                    .append('\n');
        }
        var delay = explanation.path("delay");
        text.append(backOff(explanation, delay, "instances", app));
        text.append(backOff(explanation, explanation.path("baseDelay"), "instances of what ran before", app));
        var waiting = explanation.path("waiting").asInt();
        if (waiting > 0 && !delay.isObject()) {
            text.append('\n').append(places(session, explanation.path("nodes"), waiting));
        }
        for (var instance : explanation.path("unreachable")) {
            text.append("\nUnreachable: ")
                    .append(instance.path("instance").asText())
                    .append(": ")
                    .append(instance.path("message").asText())
                    .append(".\n");
        }
        var checks = explanation.path("checks");
        if (!checks.isEmpty()) {
            text.append("\nChecks that do not pass:\n").append(session.text(checkTable(checks)));
        }
        var failures = explanation.path("failures");
        if (!failures.isEmpty()) {
            text.append("\nLast failures (output: troupe logs TASK):\n").append(session.text(failureTable(failures)));
        }
        return text.toString();
    }

    private static String backOff(JsonNode explanation, JsonNode delay, String whose, String app) {
        return delay.isObject()
                ? "\nBack-off: " + whose + " ended too soon, so the next launch waits "
                        + secondsLeft(explanation, delay)
                        + " s more, until " + delay.path("until").asText() + ". End it: troupe queue reset " + app
                        + "\n"
                : "";
    }

    /** By the server's clock. */
    private static long secondsLeft(JsonNode explanation, JsonNode delay) {
        var now = Instant.parse(explanation.path("at").asText());
        var until = Instant.parse(delay.path("until").asText());
        return Math.max(1, Duration.between(now, until).toSeconds());
    }

    private static String places(Session session, JsonNode nodes, int waiting) {
        var who = Words.count(waiting, "instance") + (waiting == 1 ? " waits" : " wait") + " for a place. ";
        var table = new Table("NODE", "HOST", "RULE", "AN INSTANCE WANTS", "THE NODE HAS");
        var able = new ArrayList<String>();
        for (var node : nodes) {
            var id = node.path("node").asText();
            if (node.path("refusals").isEmpty()) {
                able.add(id);
            }
            for (var refusal : node.path("refusals")) {
                table.row(
                        id,
                        node.path("host").asText(),
                        Words.of(refusal.path("reason").asText()),
                        refusal.path("wanted").asText(),
                        refusal.path("found").asText());
            }
        }
        if (nodes.isEmpty()) {
            return who + "There is no node.\n";
        }
        var verdict = able.isEmpty()
                ? "None of " + Words.count(nodes.size(), "node") + " can take one:\n"
                : "There is room on " + String.join(", ", able) + ", so a launch is due."
                        + (table.isEmpty() ? "\n" : " Others cannot take one:\n");
        return who + verdict + (table.isEmpty() ? "" : session.text(table));
    }

    private static Table checkTable(JsonNode checks) {
        var table = new Table("TASK", "NODE", "CHECK", "SINCE", "FAILURES", "MESSAGE");
        for (var check : checks) {
            table.row(
                    check.path("instance").asText(),
                    check.path("node").asText(),
                    check.path("check").asText(),
                    check.path("since").asText(),
                    check.path("failures").asText(),
                    check.path("message").asText());
        }
        return table;
    }

    private static Table failureTable(JsonNode failures) {
        var table = new Table("AT", "TASK", "NODE", "EXIT CODE", "MESSAGE");
        for (var failure : failures) {
            var killed = failure.path("outOfMemory").asBoolean() ? "out of memory" : "";
            table.row(
                    failure.path("at").asText(),
                    failure.path("instance").asText(),
                    failure.path("node").asText(),
                    failure.path("exitCode").asText(),
                    Facts.joined(killed, failure.path("message").asText()));
        }
        return table;
    }
}
