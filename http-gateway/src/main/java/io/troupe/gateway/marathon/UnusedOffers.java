package io.troupe.gateway.marathon;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.troupe.gateway.http.Json;
import io.troupe.protocol.identity.NodeId;
import io.troupe.protocol.identity.WorkloadId;
import io.troupe.protocol.node.NodeView;
import io.troupe.protocol.placement.Explanation;
import io.troupe.protocol.workload.WorkloadSpec;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What nodes have free, as the offers that Marathon shows to have been of no use to what waits. */
record UnusedOffers(boolean askedFor, Map<NodeId, NodeView> nodes, Map<WorkloadId, Explanation> explanations) {
    static final UnusedOffers NOT_ASKED_FOR = new UnusedOffers(false, Map.of(), Map.of());

    UnusedOffers {
        nodes = Map.copyOf(nodes);
        explanations = Map.copyOf(explanations);
    }

    static UnusedOffers of(List<NodeView> nodes, List<Explanation> explanations) {
        return new UnusedOffers(
                true,
                nodes.stream()
                        .collect(Collectors.toMap(node -> node.description().id(), Function.identity())),
                explanations.stream()
                        .collect(Collectors.toMap(Explanation::workload, Function.identity(), (one, _) -> one)));
    }

    ArrayNode json(WorkloadId workload) {
        var offers = Json.array();
        var explanation = explanations.get(workload);
        if (explanation != null) {
            for (var verdict : explanation.nodes()) {
                var node = nodes.get(verdict.node());
                if (node != null && !verdict.refusals().isEmpty()) {
                    var item = offers.addObject();
                    item.set("offer", offer(node));
                    item.set(
                            "reason",
                            Json.texts(verdict.refusals().stream()
                                    .map(refusal -> QueueJson.step(refusal.reason()))
                                    .distinct()
                                    .toList()));
                    item.put("timestamp", Json.time(explanation.at()));
                }
            }
        }
        return offers;
    }

    private static ObjectNode offer(NodeView view) {
        var node = view.description();
        var offer = Json.object()
                .put("id", node.id().value())
                .put("hostname", node.host())
                .put("agentId", node.id().value());
        var resources = offer.putArray("resources");
        // A node may be lent to several roles; an offer is of one.
        var role =
                node.roles().isEmpty() ? WorkloadSpec.EVERYBODY : node.roles().getFirst();
        var free = view.free();
        scalar(resources, role, "cpus", free.cpuMillis() / 1000.0);
        scalar(resources, role, "mem", (double) free.memoryMib());
        scalar(resources, role, "disk", (double) free.diskMib());
        scalar(resources, role, "gpus", (double) free.gpus());
        node.total().custom().keySet().forEach(name -> scalar(resources, role, name, (double) free.custom(name)));
        var ports = resources.addObject().put("name", "ports").put("role", role).putArray("ranges");
        node.ports()
                .forEach(range -> ports.addObject().put("begin", range.first()).put("end", range.last()));
        var attributes = offer.putArray("attributes");
        node.attributes()
                .forEach((name, value) ->
                        attributes.addObject().put("name", name).put("text", value));
        return offer;
    }

    private static void scalar(ArrayNode resources, String role, String name, double value) {
        resources.addObject().put("name", name).put("role", role).set("scalar", Json.number(value));
    }
}
