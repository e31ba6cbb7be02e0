package io.troupe.gateway.troupe;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.troupe.gateway.http.Json;
import io.troupe.gateway.rollout.AbsenceWords;
import io.troupe.protocol.placement.Explanation;
import io.troupe.protocol.workload.Instance;
import io.troupe.protocol.workload.InstanceState;
import io.troupe.protocol.workload.WorkloadView;
import java.time.Duration;
import java.time.Instant;

/** Writes why a workload does not run as it should. */
final class ExplanationJson {
    private ExplanationJson() {}

    static ObjectNode json(WorkloadView view, Explanation explanation, Instant now) {
        int running = (int) view.instances().stream().filter(Instance::ready).count();
        int wanted = view.target().instances();
        var json = Json.object()
                .put("workload", view.id().path())
                .put("at", Json.time(explanation.at()))
                .put("instancesWanted", wanted)
                .put("instancesRunning", running)
                .put("waiting", explanation.waiting());
        json.set("delay", WorkloadJson.delay(view.launchDelay(), now));
        json.set("baseDelay", WorkloadJson.baseDelay(view, now));
        var nodes = json.putArray("nodes");
        for (var verdict : explanation.nodes()) {
            var node = nodes.addObject().put("node", verdict.node().value()).put("host", verdict.host());
            var refusals = node.putArray("refusals");
            verdict.refusals()
                    .forEach(refusal -> refusals.addObject()
                            .put("reason", refusal.reason().name())
                            .put("wanted", refusal.wanted())
                            .put("found", refusal.found()));
        }
        var unreachable = json.putArray("unreachable");
        view.instances()
                .forEach(instance -> AbsenceWords.json(view, instance)
                        .ifPresent(absence -> unreachable.add(
                                absence.put("instance", instance.id().value()))));
        json.set("checks", CheckJson.notPassing(view));
        json.set("reasons", reasons(view, explanation, running, now));
        return json;
    }

    private static ArrayNode reasons(WorkloadView view, Explanation explanation, int running, Instant now) {
        var reasons = Json.array();
        int wanted = view.target().instances();
        var notPassing = CheckJson.notPassing(view);
        boolean allReached = view.instances().stream().noneMatch(Instance::unreachable);
        if (running >= wanted && explanation.waiting() == 0 && notPassing.isEmpty() && allReached) {
            return reasons.add("All " + wanted + " wanted instances run.");
        }
        reasons.add(running + " of " + wanted + " wanted instances run.");
        int unready = (int) view.instances().stream()
                .filter(instance -> instance.state() == InstanceState.RUNNING
                        && instance.stopping() == null
                        && !instance.unreachable()
                        && !instance.ready())
                .count();
        if (unready > 0) {
            reasons.add(unready + (unready == 1 ? " runs and is not ready." : " run and are not ready."));
        }
        view.instances()
                .forEach(instance -> AbsenceWords.json(view, instance)
                        .ifPresent(absence -> reasons.add(instance.id() + " is unreachable: "
                                + absence.path("message").asText() + ".")));
        notPassing.forEach(check -> reasons.add(check.path("instance").asText() + " on "
                + check.path("node").asText() + ": "
                + check.path("sentence").asText() + "."));
        var delays = view.launchDelays().stream()
                .filter(delay -> delay.until().isAfter(now))
                .toList();
        for (var delay : delays) {
            reasons.add("Launches" + (delay.revision() == view.revision().number() ? "" : " of what ran before")
                    + " are held back for "
                    + Math.max(1, Duration.between(now, delay.until()).toSeconds())
                    + " s more, because an instance ended too soon.");
        }
        boolean heldBack = !delays.isEmpty()
                && view.waiting().stream()
                        .allMatch(
                                instance -> delays.stream().anyMatch(delay -> delay.revision() == instance.revision()));
        var failed = view.lastFailure();
        var report = failed == null ? null : failed.report();
        if (report != null) {
            var ending = report.ending();
            var code = ending == null || ending.exitCode() == null ? "" : " with exit code " + ending.exitCode();
            var memory = ending != null && ending.outOfMemory() ? ", killed for using more memory than its limit" : "";
            var message = report.message().isEmpty() ? "" : ": " + report.message();
            reasons.add("The last failure was at " + Json.time(report.at()) + code + memory + message + ".");
        }
        // While launches are held back nobody has been asked for a place.
        if (explanation.waiting() > 0 && !heldBack) {
            reasons.add(explanation.waiting() + " wait for a place on one of "
                    + explanation.nodes().size() + " nodes.");
            for (var verdict : explanation.nodes()) {
                for (var refusal : verdict.refusals()) {
                    reasons.add(verdict.node() + " (" + verdict.host() + "): " + refusal.reason() + ": wanted "
                            + refusal.wanted() + ", found " + refusal.found());
                }
            }
        }
        return reasons;
    }
}
