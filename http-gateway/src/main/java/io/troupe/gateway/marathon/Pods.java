package io.troupe.gateway.marathon;

import akka.util.ByteString;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.troupe.gateway.http.Json;
import io.troupe.protocol.deployment.DeploymentPlan.WorkloadChange;
import io.troupe.protocol.workload.Change;
import io.troupe.protocol.workload.WorkloadSpec;
import io.troupe.protocol.workload.WorkloadView;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** What makes a workload a pod: that it was defined as one. The definition is kept as it was written, with its defaults. */
final class Pods {
    private Pods() {}

    static boolean isPod(WorkloadSpec spec) {
        return spec.annotations().containsKey(Notes.POD);
    }

    static boolean isPod(WorkloadView view) {
        return isPod(view.spec());
    }

    /** A change of a pod, so that it is told as one. */
    static WorkloadChange changed(WorkloadChange change) {
        return change.noted(Notes.POD);
    }

    /** The same if it is a change of a pod. */
    static WorkloadChange changed(WorkloadView view, WorkloadChange change) {
        return isPod(view) ? changed(change) : change;
    }

    static boolean isPod(WorkloadChange change) {
        return change.note().equals(Notes.POD)
                || switch (change.change()) {
                    case Change.Create create -> isPod(create.spec());
                    case Change.Update update -> isPod(update.spec());
                    case Change.Scale _, Change.Restart _, Change.KillAndScale _, Change.Delete _ -> false;
                };
    }

    /** The definition, ready to be read again. */
    static ObjectNode definition(WorkloadSpec spec, int instances) {
        var pod =
                (ObjectNode) Json.read(ByteString.fromString(spec.annotations().getOrDefault(Notes.POD, "{}")));
        pod.putObject("scaling").put("kind", "fixed").put("instances", instances);
        return pod;
    }

    /** The health check of each container as it was written, missing where it has none: their places are in the names of the checks. */
    static List<JsonNode> healthChecks(WorkloadSpec spec) {
        var checks = new ArrayList<JsonNode>();
        definition(spec, 0).path("containers").forEach(container -> checks.add(container.path("healthCheck")));
        return checks;
    }

    static ObjectNode definition(WorkloadSpec spec, int instances, Instant version) {
        return definition(spec, instances).put("version", Json.time(version));
    }

    static ObjectNode definition(WorkloadView view) {
        return definition(view.spec(), view.target().instances(), view.target().at());
    }
}
