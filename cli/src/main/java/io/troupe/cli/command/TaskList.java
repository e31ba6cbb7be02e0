package io.troupe.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.troupe.cli.http.Paths;
import io.troupe.cli.outcome.ExitCode;
import io.troupe.cli.outcome.Failure;
import io.troupe.cli.output.Table;
import io.troupe.cli.progress.Words;
import io.troupe.cli.words.Argument;
import io.troupe.cli.words.Given;
import io.troupe.cli.words.Syntax;
import java.util.ArrayList;

/** Lists the tasks of all apps and pods, or of one. */
final class TaskList implements Command {
    @Override
    public Syntax syntax() {
        return Syntax.of(
                        "task list",
                        "Lists the tasks of all apps and pods, or of one; a pod has one for each container.")
                .taking(Argument.optional("APP", "The id of an app or a pod."));
    }

    @Override
    public int run(Session session, Given given) {
        var answer = given.arguments(0).isEmpty() ? ofAll(session) : of(session, given.argument(0));
        return session.show(answer, () -> {
            var table = table(answer.path("tasks"));
            answer.path("pods").forEach(pod -> addPod(table, pod));
            return table;
        });
    }

    private static ObjectNode ofAll(Session session) {
        var answer = (ObjectNode) session.server().get("/v2/tasks");
        var pods = session.server().find("/v2/pods/::status");
        return pods.isEmpty() || pods.get().isEmpty() ? answer : answer.set("pods", pods.get());
    }

    private static JsonNode of(Session session, String id) {
        var server = session.server();
        return server.find("/v2/apps/" + Paths.id(id) + "/tasks").orElseGet(() -> {
            var status = server.find("/v2/pods/" + Paths.id(id) + "::status")
                    .orElseThrow(() -> new Failure(ExitCode.NOT_FOUND, "There is no app and no pod " + id + "."));
            var answer = JsonNodeFactory.instance.objectNode();
            answer.putArray("tasks");
            answer.putArray("pods").add(status);
            return answer;
        });
    }

    private static void addPod(Table table, JsonNode pod) {
        for (var instance : pod.path("instances")) {
            for (var container : instance.path("containers")) {
                table.row(
                        instance.path("id").asText() + "."
                                + container.path("name").asText() + ".1",
                        pod.path("id").asText(),
                        PodShow.state(container),
                        instance.path("agentHostname").asText(),
                        PodShow.ports(container),
                        container.path("statusSince").asText());
            }
        }
    }

    static Table table(JsonNode tasks) {
        var table = new Table("TASK", "APP", "STATE", "HOST", "PORTS", "STARTED");
        for (var task : tasks) {
            var ports = new ArrayList<String>();
            task.path("ports").forEach(port -> ports.add(port.asText()));
            table.row(
                    task.path("id").asText(),
                    task.path("appId").asText()
                            + (task.has("slot") ? " slot " + task.path("slot").asText() : ""),
                    Words.of(task.path("state").asText().replaceFirst("^TASK_", "")) + health(task),
                    task.path("host").asText(),
                    String.join(",", ports),
                    task.path("startedAt").asText());
        }
        return table;
    }

    /** What its health checks say, after a comma; nothing for a task without checks. */
    private static String health(JsonNode task) {
        var results = task.path("healthCheckResults");
        if (results.isEmpty()) {
            return "";
        }
        var unknown = false;
        for (var result : results) {
            if (result.path("consecutiveFailures").asInt() > 0) {
                var cause = result.path("lastFailureCause").asText();
                return ", unhealthy" + (cause.isEmpty() ? "" : " (" + cause + ")");
            }
            unknown |= !result.path("alive").asBoolean();
        }
        return unknown ? ", not healthy yet" : ", healthy";
    }
}
