package io.troupe.cluster.placement;

import io.troupe.protocol.node.NodeDescription;
import java.util.Optional;

/** The fields of a node that a constraint may name: those of Marathon. */
final class NodeField {
    private NodeField() {}

    /** The node's value; empty if it lacks the field. */
    static Optional<String> valueOf(NodeDescription node, String field) {
        return switch (field) {
            case "hostname", "@hostname" -> Optional.of(node.host());
            case "@region" -> Optional.ofNullable(node.region());
            case "@zone" -> Optional.ofNullable(node.zone());
            default -> Optional.ofNullable(node.attributes().get(field));
        };
    }
}
