package io.troupe.protocol.workload;

import org.jspecify.annotations.Nullable;

/**
 * A rule for the nodes that may run an instance.
 *
 * @param field {@code hostname} or {@code @hostname} for the node's address, {@code @region}, {@code @zone}, or the name of a node attribute
 * @param operator how the node's value is judged
 * @param value what it is judged against; null where the operator takes none
 */
public record Constraint(
        String field, ConstraintOperator operator, @Nullable String value) {
    /** Whether it looks at nothing but the node: not at where other instances run. */
    public boolean looksAtNodeAlone() {
        return switch (operator) {
            case CLUSTER -> value != null && !value.isEmpty();
            case LIKE, UNLIKE, IS -> true;
            case UNIQUE, MAX_PER, GROUP_BY -> false;
        };
    }
}
