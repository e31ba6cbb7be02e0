package io.troupe.cluster.placement;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** UNIQUE and MAX_PER: at most so many instances of the workload share a value. */
final class ShareRule implements ConstraintFilter.ValueRule {
    private final String field;
    private final Optional<Integer> most;

    private ShareRule(String field, Optional<Integer> most) {
        this.field = field;
        this.most = most;
    }

    static ShareRule unique(String field) {
        return new ShareRule(field, Optional.of(1));
    }

    static ShareRule maxPer(String field, @Nullable String most) {
        return new ShareRule(field, WholeNumber.of(most));
    }

    @Override
    public Optional<String> faultOf(String value, Peers peers) {
        if (most.isEmpty()) {
            return Optional.of("that is not a whole number");
        }
        int count = peers.countByValue(field).getOrDefault(value, 0);
        return count < most.get() ? Optional.empty() : Optional.of(value + ", which has " + count);
    }
}
