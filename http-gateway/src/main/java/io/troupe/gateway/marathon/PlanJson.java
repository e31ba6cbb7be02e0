package io.troupe.gateway.marathon;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.troupe.gateway.http.Json;
import io.troupe.protocol.deployment.DeploymentPlan.Step;
import io.troupe.protocol.deployment.DeploymentPlan.WorkloadChange;
import io.troupe.protocol.identity.WorkloadId;
import io.troupe.protocol.placement.Forecast;
import io.troupe.protocol.placement.Forecast.Outlook;
import io.troupe.protocol.workload.Change;
import io.troupe.protocol.workload.WorkloadSpec;
import io.troupe.protocol.workload.WorkloadView;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Writes what a change would do: Marathon's steps, and beside them what Troupe knows more. */
final class PlanJson {
    static final String UNFORESEEN = "No broker answered in time, so nobody knows where instances would be placed.";

    private final List<Step> steps;
    private final Map<WorkloadId, WorkloadView> present;
    private final PlanWaits waits;

    PlanJson(List<Step> steps, List<WorkloadView> views, PlanWaits waits) {
        this.steps = steps;
        this.present = new HashMap<>();
        views.forEach(view -> present.put(view.id(), view));
        this.waits = waits;
    }

    /** @param forecast empty if nobody foresees anything */
    ObjectNode json(Optional<Forecast> forecast) {
        var json = DeploymentJson.steps(steps);
        var changes = json.putArray("changes");
        var outlooks = new HashMap<WorkloadId, Outlook>();
        forecast.ifPresent(made -> made.outlooks().forEach(outlook -> outlooks.put(outlook.workload(), outlook)));
        for (int index = 0; index < steps.size(); index++) {
            for (var change : steps.get(index).changes()) {
                changes.add(change(index, change, outlooks.get(change.workload())));
            }
        }
        if (!steps.isEmpty()) {
            forecast.ifPresentOrElse(
                    made -> json.put("foreseenAt", Json.time(made.at())), () -> json.put("unforeseen", UNFORESEEN));
        }
        return json;
    }

    private ObjectNode change(int index, WorkloadChange change, @Nullable Outlook outlook) {
        var view = present.get(change.workload());
        var json = Json.object()
                .put("step", index + 1)
                .put(
                        view == null && Pods.isPod(change) || view != null && Pods.isPod(view) ? "pod" : "app",
                        change.workload().path())
                .put("change", word(change.change()));
        int before = view == null ? 0 : view.target().instances();
        json.putObject("instances").put("from", before).put("to", after(change.change(), view));
        json.set("fields", fields(change.change(), view));
        if (outlook != null) {
            json.set("placements", placements(outlook));
            json.put("waiting", outlook.waiting());
            json.set("reasons", reasons(outlook));
        }
        json.set("waitsFor", Json.texts(waits.of(index, change, view, outlook == null ? 0 : outlook.waiting())));
        return json;
    }

    private static String word(Change change) {
        return switch (change) {
            case Change.Create _ -> "create";
            case Change.Update _ -> "change";
            case Change.Scale _, Change.KillAndScale _ -> "scale";
            case Change.Restart _ -> "restart";
            case Change.Delete _ -> "stop";
        };
    }

    private static int after(Change change, @Nullable WorkloadView view) {
        int before = view == null ? 0 : view.target().instances();
        return switch (change) {
            case Change.Create create -> create.instances();
            case Change.Update update -> update.instances();
            case Change.Scale scale -> scale.instances();
            case Change.Restart _ -> before;
            case Change.KillAndScale kill ->
                Math.max(0, before - kill.instances().size());
            case Change.Delete _ -> 0;
        };
    }

    private static ArrayNode fields(Change change, @Nullable WorkloadView view) {
        return change instanceof Change.Update update && view != null
                ? DefinitionDifference.between(definition(view.spec()), definition(update.spec()))
                : Json.array();
    }

    private static ObjectNode definition(WorkloadSpec spec) {
        return Pods.isPod(spec) ? Pods.definition(spec, 0) : AppJson.definition(spec, 0);
    }

    private static ArrayNode placements(Outlook outlook) {
        var placements = Json.array();
        outlook.shares()
                .forEach(share -> placements
                        .addObject()
                        .put("node", share.node().value())
                        .put("host", share.host())
                        .put("instances", share.instances())
                        .put("ports", share.hostPorts()));
        return placements;
    }

    /** In the words of {@code /v2/queue}, each with an example. */
    private static ArrayNode reasons(Outlook outlook) {
        var reasons = Json.array();
        var refusals = outlook.refusals();
        if (refusals != null) {
            refusals.counts()
                    .forEach(count -> reasons.addObject()
                            .put("reason", QueueJson.step(count.reason()))
                            .put("nodes", count.nodes())
                            .put("example", count.example()));
        }
        return reasons;
    }
}
