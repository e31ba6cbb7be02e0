package io.troupe.gateway.troupe;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.troupe.gateway.http.Json;
import io.troupe.protocol.workload.LaunchDelay;
import io.troupe.protocol.workload.WorkloadView;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Writes a workload. */
final class WorkloadJson {
    private WorkloadJson() {}

    static ObjectNode json(WorkloadView view, Instant now) {
        var deployment = view.deployment();
        var json = Json.object()
                .put("id", view.id().path())
                .put("revision", view.revision().number())
                .put("revisionSince", Json.time(view.revision().since()));
        json.putObject("target")
                .put("version", view.target().version())
                .put("at", Json.time(view.target().at()))
                .put("revision", view.target().revision())
                .put("instances", view.target().instances());
        var instances = json.putArray("instances");
        view.instances().forEach(instance -> instances.add(InstanceJson.json(view, instance)));
        json.put("deployment", deployment == null ? null : deployment.value()).put("deleting", view.deleting());
        json.set("rollout", DeploymentJson.rollout(view.rollout()));
        json.set("delay", delay(view.launchDelay(), now));
        json.set("baseDelay", baseDelay(view, now));
        json.set("spec", Json.tree(view.spec()));
        return json;
    }

    /** Of what ran before and is kept up during a rollout. */
    static @Nullable JsonNode baseDelay(WorkloadView view, Instant now) {
        var rollout = view.rollout();
        return delay(rollout == null ? null : rollout.baseDelay(), now);
    }

    /** Null once it is over. */
    static @Nullable JsonNode delay(@Nullable LaunchDelay delay, Instant now) {
        return delay == null || !delay.until().isAfter(now)
                ? null
                : Json.object()
                        .put("until", Json.time(delay.until()))
                        .put("seconds", delay.delay().toMillis() / 1000.0);
    }
}
