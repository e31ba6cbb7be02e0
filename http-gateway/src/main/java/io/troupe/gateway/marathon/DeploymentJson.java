package io.troupe.gateway.marathon;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.troupe.gateway.http.Json;
import io.troupe.gateway.rollout.RolloutWords;
import io.troupe.protocol.deployment.DeploymentPlan;
import io.troupe.protocol.deployment.DeploymentView;
import io.troupe.protocol.identity.WorkloadId;
import io.troupe.protocol.workload.Change;
import io.troupe.protocol.workload.WorkloadView;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** Writes deployments and their plans. */
final class DeploymentJson {
    private DeploymentJson() {}

    /** @param all the deployments that run, this one among them */
    static ObjectNode json(DeploymentView view, Map<WorkloadId, WorkloadView> workloads, List<DeploymentView> all) {
        var plan = view.plan();
        var json = Json.object().put("id", plan.id().value()).put("version", Json.time(plan.version()));
        json.set("affectedApps", affected(plan, change -> !Pods.isPod(change)));
        json.set("affectedPods", affected(plan, Pods::isPod));
        json.set("steps", steps(plan));
        json.set("currentActions", currentActions(view, workloads));
        json.put("currentStep", view.step() + 1);
        json.put("totalSteps", plan.steps().size());
        var waitsFor = RolloutWords.waitsFor(view, workloads, all);
        if (!waitsFor.isEmpty()) {
            json.set("waitsFor", Json.texts(waitsFor));
        }
        return json;
    }

    private static ArrayNode affected(DeploymentPlan plan, Predicate<DeploymentPlan.WorkloadChange> which) {
        return Json.texts(plan.changes().stream()
                .filter(which)
                .map(DeploymentPlan.WorkloadChange::workload)
                .toList());
    }

    private static ArrayNode currentActions(DeploymentView view, Map<WorkloadId, WorkloadView> workloads) {
        if (view.step() < 0 || view.step() >= view.plan().steps().size()) {
            return Json.array();
        }
        var actions = actions(
                view.plan().steps().get(view.step()), change -> view.pending().contains(change.workload()));
        actions.forEach(action -> {
            var workload = workloads.get(
                    WorkloadId.of(action.path("app").asText(action.path("pod").asText())));
            ((ObjectNode) action)
                    .set("readinessCheckResults", workload == null ? Json.array() : HealthJson.readiness(workload));
        });
        return actions;
    }

    static ObjectNode plan(DeploymentPlan plan) {
        var json = Json.object().put("id", plan.id().value()).put("version", Json.time(plan.version()));
        json.set("steps", steps(plan));
        return json;
    }

    static ObjectNode currentStep(DeploymentView view) {
        if (view.plan().steps().isEmpty()) {
            return Json.object().set("actions", Json.array());
        }
        int index = Math.clamp(view.step(), 0, view.plan().steps().size() - 1);
        return step(view.plan().steps().get(index));
    }

    /** What would be done, for a change that only is tried. */
    static ObjectNode steps(List<DeploymentPlan.Step> steps) {
        var json = Json.object();
        var array = json.putArray("steps");
        steps.forEach(step -> array.add(step(step)));
        return json;
    }

    private static ArrayNode steps(DeploymentPlan plan) {
        var steps = Json.array();
        plan.steps().forEach(step -> steps.add(step(step)));
        return steps;
    }

    private static ObjectNode step(DeploymentPlan.Step step) {
        var json = Json.object();
        json.set("actions", actions(step, _ -> true));
        return json;
    }

    private static ArrayNode actions(DeploymentPlan.Step step, Predicate<DeploymentPlan.WorkloadChange> which) {
        var actions = Json.array();
        step.changes().stream()
                .filter(which)
                .forEach(change -> actions.addObject()
                        .put("action", action(change))
                        .put(
                                Pods.isPod(change) ? "pod" : "app",
                                change.workload().path()));
        return actions;
    }

    private static String action(DeploymentPlan.WorkloadChange change) {
        var what = switch (change.change()) {
            case Change.Create _ -> "Start";
            case Change.Update _, Change.Restart _ -> "Restart";
            case Change.Scale _, Change.KillAndScale _ -> "Scale";
            case Change.Delete _ -> "Stop";
        };
        return what + (Pods.isPod(change) ? "Pod" : "Application");
    }
}
