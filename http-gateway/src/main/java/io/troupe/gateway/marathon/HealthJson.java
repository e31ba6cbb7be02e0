package io.troupe.gateway.marathon;

import akka.util.ByteString;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.troupe.gateway.http.Json;
import io.troupe.protocol.health.CheckPurpose;
import io.troupe.protocol.health.CheckResult;
import io.troupe.protocol.health.CheckSpec;
import io.troupe.protocol.health.Probe;
import io.troupe.protocol.workload.ContainerSpec;
import io.troupe.protocol.workload.Instance;
import io.troupe.protocol.workload.InstanceState;
import io.troupe.protocol.workload.Revision;
import io.troupe.protocol.workload.WorkloadSpec;
import io.troupe.protocol.workload.WorkloadView;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Writes checks and what came of them. */
final class HealthJson {
    private HealthJson() {}

    /** The fields of the definition that speak of checks, as they were written. */
    static void definition(WorkloadSpec spec, ObjectNode app) {
        var notes = spec.annotations();
        written(notes.get(Notes.HEALTH_CHECKS)).ifPresent(checks -> app.set("healthChecks", checks));
        written(notes.get(Notes.READINESS_CHECKS)).ifPresent(checks -> app.set("readinessChecks", checks));
        written(notes.get(Notes.CHECK)).ifPresent(check -> app.set("check", check));
    }

    private static Optional<JsonNode> written(@Nullable String note) {
        return Optional.ofNullable(note).map(text -> Json.read(ByteString.fromString(text)));
    }

    /** The {@code healthChecks} of a spec; empty if it has none. */
    static ArrayNode checks(WorkloadSpec spec) {
        if (Pods.isPod(spec)) {
            var ofPod = Json.array();
            Pods.healthChecks(spec).stream().filter(JsonNode::isObject).forEach(ofPod::add);
            return ofPod;
        }
        return written(spec.annotations().get(Notes.HEALTH_CHECKS))
                .map(checks -> (ArrayNode) checks)
                .orElseGet(Json::array);
    }

    /** The health check with that name, as it was written; missing if it is none. */
    static JsonNode check(WorkloadSpec spec, String name) {
        int index = HealthTranslator.indexOf(name);
        if (!Pods.isPod(spec)) {
            return checks(spec).path(index);
        }
        var ofPod = Pods.healthChecks(spec);
        return index >= 0 && index < ofPod.size()
                ? ofPod.get(index)
                : Json.array().path(0);
    }

    static WorkloadSpec specOf(WorkloadView view, Instance instance) {
        return view.revisionNumbered(instance.revision()).map(Revision::spec).orElse(view.spec());
    }

    /** What a task shows of its checks; nothing before it runs. */
    static void results(WorkloadView view, Instance instance, ObjectNode task) {
        if (instance.state() != InstanceState.RUNNING) {
            return;
        }
        var spec = specOf(view, instance);
        var alive = alive(instance);
        if (!alive.isEmpty()) {
            var results = task.putArray("healthCheckResults");
            alive.forEach(result -> results.add(result(instance, result)));
        }
        find(spec, CheckPurpose.OBSERVED)
                .flatMap(check -> result(instance, check.name()).map(result -> observed(check, result)))
                .ifPresent(result -> task.set("checkResult", result));
    }

    /** The results of the health checks. */
    static List<CheckResult> alive(Instance instance) {
        return resultsOf(instance).stream()
                .filter(result -> HealthTranslator.indexOf(result.check()) >= 0)
                .toList();
    }

    static List<CheckResult> resultsOf(Instance instance) {
        var report = instance.report();
        var health = report == null ? null : report.health();
        return health == null ? List.of() : health.results();
    }

    private static Optional<CheckResult> result(Instance instance, String check) {
        return resultsOf(instance).stream()
                .filter(result -> result.check().equals(check))
                .findFirst();
    }

    private static Optional<CheckSpec> find(WorkloadSpec spec, CheckPurpose purpose) {
        return spec.containers().stream()
                .map(ContainerSpec::checks)
                .flatMap(List::stream)
                .filter(check -> check.purpose() == purpose)
                .findFirst();
    }

    private static ObjectNode result(Instance instance, CheckResult result) {
        var json = Json.object()
                .put("alive", result.passing())
                .put("consecutiveFailures", result.failures())
                .put("instanceId", instance.id().value());
        put(json, "firstSuccess", result.firstSuccess());
        put(json, "lastSuccess", result.lastSuccess());
        put(json, "lastFailure", result.lastFailure());
        if (!result.message().isEmpty()) {
            json.put("lastFailureCause", result.message());
        }
        return json;
    }

    private static void put(ObjectNode json, String name, @Nullable Instant at) {
        if (at != null) {
            json.put(name, Json.time(at));
        }
    }

    private static ObjectNode observed(CheckSpec check, CheckResult result) {
        var json = Json.object();
        switch (check.probe()) {
            case Probe.Http _ -> {
                var http = json.putObject("http");
                if (result.status() != null) {
                    http.put("statusCode", result.status());
                }
            }
            case Probe.Tcp _, Probe.Grpc _ -> json.putObject("tcp").put("succeeded", result.passing());
            case Probe.Command _ -> {
                var command = json.putObject("command");
                if (result.status() != null) {
                    command.put("exitCode", result.status());
                }
            }
        }
        return json;
    }

    /** Whether an instance is healthy by its health checks; null if it has none, or they do not know yet. */
    static @Nullable Boolean healthy(Instance instance) {
        if (instance.state() != InstanceState.RUNNING) {
            return null;
        }
        var alive = alive(instance);
        if (alive.stream().anyMatch(CheckResult::failing)) {
            return false;
        }
        return !alive.isEmpty() && alive.stream().allMatch(CheckResult::passing) ? true : null;
    }

    static boolean isHealthy(Instance instance) {
        return Boolean.TRUE.equals(healthy(instance));
    }

    static boolean isUnhealthy(Instance instance) {
        return Boolean.FALSE.equals(healthy(instance));
    }

    /** What the readiness checks of the instances of the present revision say. */
    static ArrayNode readiness(WorkloadView view) {
        var results = Json.array();
        for (var instance : view.instances()) {
            if (instance.revision() == view.revision().number()) {
                resultsOf(instance).stream()
                        .filter(result -> result.check().startsWith(ReadinessTranslator.NAME))
                        .forEach(result -> results.add(readiness(instance, result)));
            }
        }
        return results;
    }

    private static ObjectNode readiness(Instance instance, CheckResult result) {
        var json = Json.object()
                .put("name", result.check().substring(ReadinessTranslator.NAME.length()))
                .put("taskId", instance.id().value())
                .put("ready", result.passing());
        var response = result.response();
        if (response != null) {
            json.putObject("lastResponse")
                    .put("status", response.status())
                    .put("contentType", response.contentType())
                    .put("body", response.body());
        }
        return json;
    }
}
