package io.troupe.cluster.placement;

import io.troupe.protocol.node.NodeDescription;
import io.troupe.protocol.placement.Explanation.Refusal;
import io.troupe.protocol.placement.RefusalReason;
import io.troupe.protocol.workload.Constraint;
import java.util.Optional;

/** A user's constraint: the node has the field, and the constraint's operator has nothing against its value. */
final class ConstraintFilter implements PlacementFilter {
    private final Constraint constraint;
    private final ValueRule rule;

    ConstraintFilter(Constraint constraint, ValueRule rule) {
        this.constraint = constraint;
        this.rule = rule;
    }

    @Override
    public Optional<Refusal> judge(Candidate node, Peers peers) {
        return refuses(node.description(), peers);
    }

    Optional<Refusal> refuses(NodeDescription node, Peers peers) {
        Optional<String> value = NodeField.valueOf(node, constraint.field());
        Optional<String> fault = value.isPresent() ? rule.faultOf(value.get(), peers) : rule.faultOfMissing();
        return fault.map(found -> new Refusal(RefusalReason.CONSTRAINT, wanted(), found));
    }

    private String wanted() {
        String value = constraint.value();
        String wanted = constraint.field() + " " + constraint.operator();
        return value == null || value.isEmpty() ? wanted : wanted + " " + value;
    }

    /** What an operator says of a value. */
    interface ValueRule {
        /** What is wrong with the value, for a person; empty if nothing is. */
        Optional<String> faultOf(String value, Peers peers);

        /** What is wrong with a node that lacks the field: with most operators, just that. */
        default Optional<String> faultOfMissing() {
            return Optional.of("the node has no such field");
        }
    }
}
