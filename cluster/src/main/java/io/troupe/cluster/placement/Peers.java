package io.troupe.cluster.placement;

import io.troupe.protocol.identity.NodeId;
import io.troupe.protocol.node.NodeDescription;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The nodes of a workload's other instances, counted by node and by the values that constraints ask for. Lives only as long as one search. */
final class Peers {
    private final List<NodeDescription> nodes = new ArrayList<>();
    private final Map<NodeId, Integer> countByNode = new HashMap<>();
    private final Map<String, Map<String, Integer>> countByValueByField = new HashMap<>();

    Peers(List<NodeDescription> nodes) {
        nodes.forEach(this::add);
    }

    void add(NodeDescription node) {
        nodes.add(node);
        countByNode.merge(node.id(), 1, Integer::sum);
        countByValueByField.forEach((field, counts) -> count(field, node, counts));
    }

    int on(NodeId node) {
        return countByNode.getOrDefault(node, 0);
    }

    /** How many peers each value of the field has; peers on nodes without the field are not counted. */
    Map<String, Integer> countByValue(String field) {
        return countByValueByField.computeIfAbsent(field, name -> {
            Map<String, Integer> counts = new HashMap<>();
            nodes.forEach(node -> count(name, node, counts));
            return counts;
        });
    }

    private static void count(String field, NodeDescription node, Map<String, Integer> counts) {
        NodeField.valueOf(node, field).ifPresent(value -> counts.merge(value, 1, Integer::sum));
    }
}
