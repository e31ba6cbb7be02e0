package io.troupe.gateway.troupe;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.troupe.cluster.ControlPlane.HistoryEntry;
import io.troupe.gateway.http.Json;
import io.troupe.protocol.identity.NodeId;
import io.troupe.protocol.workload.Change;
import io.troupe.protocol.workload.InstanceReport;
import io.troupe.protocol.workload.WorkloadEvent;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Writes journal entries, each with a sentence for a person. */
final class HistoryJson {
    private HistoryJson() {}

    static ObjectNode json(HistoryEntry entry) {
        var record = entry.record();
        var deployment = record.cause().deployment();
        var detail = Json.tree(record.event());
        var json = Json.object()
                .put("sequence", entry.sequence())
                .put("at", Json.time(record.at()))
                .put("who", record.cause().who())
                .put("reason", record.cause().reason())
                .put("deployment", deployment == null ? null : deployment.value())
                .put("event", detail.path("event").asText())
                .put("summary", summary(record.event()));
        json.set("detail", detail);
        return json;
    }

    static String summary(WorkloadEvent event) {
        return switch (event) {
            case WorkloadEvent.ChangePrepared prepared -> asked(prepared.change());
            case WorkloadEvent.RolloutBegan began -> began(began);
            case WorkloadEvent.RolloutPaused _ -> "Rollout paused";
            case WorkloadEvent.RolloutResumed _ -> "Rollout resumed";
            case WorkloadEvent.CanariesPromoted _ -> "Canaries promoted";
            case WorkloadEvent.RolloutFailed failed -> "Rollout failed: " + failed.problem();
            case WorkloadEvent.RolloutEnded ended -> "Rollout " + words(ended.outcome());
            case WorkloadEvent.InstancesPlanned planned ->
                count(planned.instances().size()) + " planned";
            case WorkloadEvent.InstancesPlaced placed ->
                count(placed.instances().size()) + " placed on "
                        + placed.instances().stream()
                                .map(instance -> instance.place().node().value())
                                .distinct()
                                .sorted()
                                .collect(Collectors.joining(", "));
            case WorkloadEvent.InstancesObserved observed -> observed(observed);
            case WorkloadEvent.InstancesUnreachable away ->
                count(away.instances().size()) + " unreachable: " + away.node() + " is away";
            case WorkloadEvent.InstancesInactive inactive ->
                count(inactive.instances().size()) + " to be replaced: unreachable for too long";
            case WorkloadEvent.StrangersEnded strangers ->
                count(strangers.reports().size()) + " that nobody knows stopped on " + strangers.node();
            case WorkloadEvent.StopRequested stop ->
                count(stop.instances().size()) + " to stop: " + words(stop.reason());
            case WorkloadEvent.NodesFollowed nodes -> followed(nodes);
            case WorkloadEvent.LaunchDelayed delayed ->
                "Next launch waits " + delayed.delay().toMillis() / 1000.0 + " s, until " + Json.time(delayed.until());
            case WorkloadEvent.LaunchDelayReset _ -> "Launch delay reset";
            case WorkloadEvent.WorkloadDeleted _ -> "Workload deleted";
        };
    }

    private static String followed(WorkloadEvent.NodesFollowed nodes) {
        var joined = nodes.joined().isEmpty() ? "" : "; joined " + names(nodes.joined());
        var left = nodes.left().isEmpty() ? "" : "; left " + names(nodes.left());
        return "Nodes followed by revision " + nodes.revision() + joined + left;
    }

    private static String names(List<NodeId> nodes) {
        return nodes.stream().map(NodeId::value).sorted().collect(Collectors.joining(", "));
    }

    private static String asked(Change change) {
        return switch (change) {
            case Change.Create create -> "Asked to be created with " + count(create.instances());
            case Change.Update update -> "Asked for a new spec and " + count(update.instances());
            case Change.Scale scale -> "Asked to scale to " + count(scale.instances());
            case Change.Restart _ -> "Asked to restart";
            case Change.KillAndScale kill ->
                "Asked to kill " + count(kill.instances().size()) + " and want as many fewer";
            case Change.Delete _ -> "Asked to be deleted";
        };
    }

    private static String began(WorkloadEvent.RolloutBegan began) {
        if (began.delete()) {
            return "Deletion began";
        }
        var target = began.target();
        return "Rollout of " + (began.revision() == null ? "" : "new ") + "revision " + target.revision() + " with "
                + count(target.instances()) + " began" + (began.replaceAll() ? ", replacing all" : "");
    }

    private static String observed(WorkloadEvent.InstancesObserved observed) {
        var byState = observed.reports().stream()
                .collect(Collectors.groupingBy(InstanceReport::state, java.util.TreeMap::new, Collectors.toList()));
        return byState.entrySet().stream()
                        .map(entry -> count(entry.getValue().size()) + " " + words(entry.getKey())
                                + messages(entry.getValue()))
                        .collect(Collectors.joining("; "))
                + " on " + observed.node();
    }

    private static String messages(List<InstanceReport> reports) {
        return reports.stream()
                .map(InstanceReport::message)
                .filter(message -> !message.isEmpty())
                .findFirst()
                .map(message -> " (" + message + ")")
                .orElse("");
    }

    private static String count(int instances) {
        return instances + (instances == 1 ? " instance" : " instances");
    }

    private static String words(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
