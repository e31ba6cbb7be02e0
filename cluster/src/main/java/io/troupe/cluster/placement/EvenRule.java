package io.troupe.cluster.placement;

import java.util.Map;
import java.util.Optional;

/**
 * GROUP_BY n: instances are spread evenly over n values of the field.
 *
 * <p>Each value may take its final share at once: the whole part of instances / n, and the remainder goes one each to the first values that take it. A
 * value past the n-th takes none. So 9 instances over 3 zones of which 2 exist start 6 and wait with 3.
 */
final class EvenRule implements ConstraintFilter.ValueRule {
    private final String field;
    private final Optional<Integer> values;
    private final int instances;

    /** {@code values} empty if the user gave something that is not a number; {@code instances} is how many there will be. */
    EvenRule(String field, Optional<Integer> values, int instances) {
        this.field = field;
        this.values = values.filter(number -> number > 0);
        this.instances = instances;
    }

    @Override
    public Optional<String> faultOf(String value, Peers peers) {
        if (values.isEmpty()) {
            return Optional.of("that is not a number of values");
        }
        Map<String, Integer> counts = peers.countByValue(field);
        int count = counts.getOrDefault(value, 0);
        if (count == 0 && counts.size() >= values.get()) {
            return Optional.of(value + ", one value too many");
        }
        int share = instances / values.get();
        int remainder = instances % values.get();
        int beyond = counts.values().stream()
                .mapToInt(other -> Math.max(0, other - share))
                .sum();
        return count < share || count == share && beyond < remainder
                ? Optional.empty()
                : Optional.of(value + ", which has " + count + " of " + instances);
    }
}
