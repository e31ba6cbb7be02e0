package io.troupe.gateway.marathon;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.troupe.gateway.http.Json;
import io.troupe.protocol.placement.RefusalReason;
import io.troupe.protocol.placement.RefusalSummary;
import io.troupe.protocol.workload.Instance;
import io.troupe.protocol.workload.WorkloadView;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes what waits to be launched, with the funnel of reasons. */
final class QueueJson {
    /** Troupe's addition, shown only where it declined something: Marathon counts no resources but its own. */
    private static final String CUSTOM = "InsufficientCustomResources";

    /** The funnel, in Marathon's order; an offer is counted at the first step that declines it. */
    private static final List<String> FUNNEL = List.of(
            "UnfulfilledRole",
            "UnfulfilledConstraint",
            "NoCorrespondingReservationFound",
            "AgentMaintenance",
            "InsufficientCpus",
            "InsufficientMemory",
            "InsufficientDisk",
            "InsufficientGpus",
            CUSTOM,
            "InsufficientPorts",
            "DeclinedScarceResources");

    private QueueJson() {}

    static ArrayNode queue(List<WorkloadView> waiting, UnusedOffers unused, Instant now) {
        var queue = Json.array();
        waiting.forEach(view -> queue.add(item(view, unused, now)));
        return queue;
    }

    static boolean waits(WorkloadView view, Instant now) {
        return count(view, now) > 0;
    }

    private static boolean delayed(WorkloadView view, Instant now) {
        var delay = view.launchDelay();
        return delay != null && delay.until().isAfter(now);
    }

    /** Those that wait for a place, or, during a back-off, those not even planned yet. */
    private static int count(WorkloadView view, Instant now) {
        int waiting = view.waiting().size();
        if (view.deleting() || !delayed(view, now)) {
            return waiting;
        }
        int living = (int) view.instances().stream()
                .filter(instance -> instance.stopping() == null
                        && instance.revision() == view.revision().number())
                .count();
        return waiting + Math.max(0, view.target().instances() - living);
    }

    private static ObjectNode item(WorkloadView view, UnusedOffers unused, Instant now) {
        var item = Json.object();
        if (Pods.isPod(view)) {
            item.set("pod", Pods.definition(view));
        } else {
            var app = AppJson.full(view.spec(), view.target().instances());
            AppView.putVersions(app, view);
            item.set("app", app);
        }
        item.put("count", count(view, now)).put("role", view.spec().roleOrEverybody());
        var since = view.waiting().stream()
                .map(Instance::plannedAt)
                .min(Comparator.naturalOrder())
                .orElse(view.target().at());
        item.put("since", Json.time(since));
        // Of the revision that is kept up during a rollout too: Marathon's queue knows one delay an app.
        long left = view.launchDelays().stream()
                .mapToLong(delay -> (Duration.between(now, delay.until()).toMillis() + 999) / 1000)
                .reduce(0, Math::max);
        item.putObject("delay").put("timeLeftSeconds", left).put("overdue", left == 0);
        item.set("processedOffersSummary", summary(view.refusals()));
        if (unused.askedFor()) {
            item.set("lastUnusedOffers", unused.json(view.id()));
        }
        return item;
    }

    private static ObjectNode summary(@Nullable RefusalSummary refusals) {
        var summary = Json.object();
        int nodes = refusals == null ? 0 : refusals.nodes();
        summary.put("processedOffersCount", nodes);
        var declined = declined(refusals);
        summary.put(
                "unusedOffersCount",
                declined.values().stream().mapToInt(Integer::intValue).sum());
        if (refusals != null) {
            summary.put("lastUnusedOfferAt", Json.time(refusals.at()));
        }
        summary.set("rejectSummaryLastOffers", funnel(nodes, declined));
        summary.set("rejectSummaryLaunchAttempt", funnel(nodes, declined));
        return summary;
    }

    private static Map<String, Integer> declined(@Nullable RefusalSummary refusals) {
        var declined = new LinkedHashMap<String, Integer>();
        if (refusals != null) {
            refusals.counts().forEach(count -> declined.merge(step(count.reason()), count.nodes(), Integer::sum));
        }
        return declined;
    }

    private static ArrayNode funnel(int nodes, Map<String, Integer> declined) {
        var funnel = Json.array();
        int left = nodes;
        for (var step : FUNNEL) {
            int lost = declined.getOrDefault(step, 0);
            if (lost == 0 && step.equals(CUSTOM)) {
                continue;
            }
            funnel.addObject().put("reason", step).put("declined", lost).put("processed", left);
            left -= lost;
        }
        return funnel;
    }

    static String step(RefusalReason reason) {
        return switch (reason) {
            case NODE_UNAVAILABLE -> "AgentMaintenance";
            case ENGINE, CONSTRAINT, ONE_EACH -> "UnfulfilledConstraint";
            case ROLE -> "UnfulfilledRole";
            case CPUS -> "InsufficientCpus";
            case MEMORY -> "InsufficientMemory";
            case DISK -> "InsufficientDisk";
            case GPUS -> "InsufficientGpus";
            case CUSTOM -> CUSTOM;
            case PORTS -> "InsufficientPorts";
            case SCARCE -> "DeclinedScarceResources";
        };
    }
}
