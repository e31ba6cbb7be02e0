package io.troupe.cluster.placement;

import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * CLUSTER: all instances share one value.
 *
 * <p>With a value given, that value decides alone, so that a workload can be moved from one value to another while its older instances still
 * run. Without one, the instances that have a place decide, and the first of all may go anywhere.
 */
final class SameRule implements ConstraintFilter.ValueRule {
    private final String field;
    private final Optional<String> wanted;

    SameRule(String field, @Nullable String wanted) {
        this.field = field;
        this.wanted = Optional.ofNullable(wanted).filter(text -> !text.isEmpty());
    }

    @Override
    public Optional<String> faultOf(String value, Peers peers) {
        if (wanted.isPresent()) {
            return wanted.get().equals(value) ? Optional.empty() : Optional.of(value);
        }
        Map<String, Integer> counts = peers.countByValue(field);
        return counts.keySet().stream()
                .filter(other -> !other.equals(value))
                .sorted()
                .findFirst()
                .map(other -> value + ", while an instance runs at " + other);
    }
}
