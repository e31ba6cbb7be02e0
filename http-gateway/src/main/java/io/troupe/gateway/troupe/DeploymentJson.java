package io.troupe.gateway.troupe;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.troupe.gateway.http.Json;
import io.troupe.gateway.rollout.RolloutWords;
import io.troupe.protocol.deployment.DeploymentView;
import io.troupe.protocol.workload.RolloutView;
import io.troupe.protocol.workload.WorkloadView;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Writes a deployment that runs, and what it waits for. */
final class DeploymentJson {
    private DeploymentJson() {}

    static ObjectNode json(DeploymentView view, List<WorkloadView> workloads, List<DeploymentView> all) {
        var byId = workloads.stream().collect(Collectors.toMap(WorkloadView::id, Function.identity(), (one, _) -> one));
        var json = Json.object()
                .put("id", view.plan().id().value())
                .put("version", Json.time(view.plan().version()))
                .put("who", view.cause().who())
                .put("reason", view.cause().reason())
                .put("step", view.step() + 1)
                .put("steps", view.plan().steps().size());
        var pending = json.putArray("pending");
        for (var workload : view.pending()) {
            var rollout = RolloutWords.rollout(view, byId.get(workload)).orElse(null);
            pending.addObject().put("workload", workload.path()).set("rollout", rollout(rollout));
        }
        json.set("waitsFor", Json.texts(RolloutWords.waitsFor(view, byId, all)));
        return json;
    }

    /** Null if there is none. */
    static JsonNode rollout(@Nullable RolloutView rollout) {
        return rollout == null
                ? NullNode.getInstance()
                : Json.object()
                        .put("deployment", rollout.deployment().value())
                        .put("stage", rollout.stage().name())
                        .put("canaries", rollout.canaries())
                        .put("ready", rollout.ready())
                        .put("earlier", rollout.earlier())
                        .put("failures", rollout.failures())
                        .put("failure", rollout.failure())
                        .put("paused", rollout.reason())
                        .put("deadline", rollout.deadline() == null ? null : Json.time(rollout.deadline()));
    }
}
