package io.troupe.gateway.troupe;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.troupe.gateway.http.Json;
import io.troupe.protocol.health.CheckResult;
import io.troupe.protocol.workload.Instance;
import io.troupe.protocol.workload.InstanceState;
import io.troupe.protocol.workload.WorkloadView;

/** Writes what came of checks. */
final class CheckJson {
    private static final int NOT_PASSING_MAX = 100;

    private CheckJson() {}

    static ObjectNode json(CheckResult result) {
        var first = result.firstSuccess();
        var last = result.lastSuccess();
        var failed = result.lastFailure();
        return Json.object()
                .put("check", result.check())
                .put("outcome", result.outcome().name())
                .put("since", Json.time(result.since()))
                .put("failures", result.failures())
                .put("exhausted", result.exhausted())
                .put("status", result.status())
                .put("message", result.message())
                .put("firstSuccess", first == null ? null : Json.time(first))
                .put("lastSuccess", last == null ? null : Json.time(last))
                .put("lastFailure", failed == null ? null : Json.time(failed));
    }

    /** The checks of running instances that do not pass, the first {@value #NOT_PASSING_MAX}, each with a sentence. */
    static ArrayNode notPassing(WorkloadView view) {
        var checks = Json.array();
        for (var instance : view.instances()) {
            var report = instance.report();
            var health = report == null ? null : report.health();
            var place = instance.place();
            if (instance.state() != InstanceState.RUNNING || health == null || place == null) {
                continue;
            }
            for (var result : health.results()) {
                if (!result.passing() && checks.size() < NOT_PASSING_MAX) {
                    checks.add(json(result)
                            .put("instance", instance.id().value())
                            .put("node", place.node().value())
                            .put("sentence", sentence(instance, result)));
                }
            }
        }
        return checks;
    }

    private static String sentence(Instance instance, CheckResult result) {
        var because = result.message().isEmpty() ? "" : ": " + result.message();
        return switch (result.outcome()) {
            case UNKNOWN -> "check " + result.check() + " has not passed yet" + because;
            case PASSING -> "check " + result.check() + " passes";
            case FAILING ->
                "check " + result.check() + " has failed "
                        + (result.failures() == 1 ? "once" : result.failures() + " times in a row") + because
                        + (instance.stopping() == null ? "" : "; the instance is being stopped");
        };
    }
}
