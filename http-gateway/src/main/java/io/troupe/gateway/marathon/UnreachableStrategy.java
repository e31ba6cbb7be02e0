package io.troupe.gateway.marathon;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.troupe.gateway.http.Json;
import io.troupe.protocol.workload.UnreachablePolicy;
import java.time.Duration;
import java.util.Set;

/** Marathon's {@code unreachableStrategy}: an object of two times, each 0 unless it is given, or the word {@code disabled}. */
final class UnreachableStrategy {
    static final String NAME = "unreachableStrategy";

    private static final String DISABLED = "disabled";
    private static final String INACTIVE = "inactiveAfterSeconds";
    private static final String EXPUNGE = "expungeAfterSeconds";
    private static final int SECONDS_MAX = 100_000_000;

    private UnreachableStrategy() {}

    /** @param parent has the strategy, or does not: then it is Marathon's default */
    static UnreachablePolicy read(Fields parent) {
        if (!parent.has(NAME)) {
            return UnreachablePolicy.AT_ONCE;
        }
        var given = parent.node(NAME);
        if (given.isTextual()) {
            if (!given.textValue().equals(DISABLED)) {
                parent.faults().rule(parent.path(NAME), "is neither an object nor " + DISABLED);
            }
            return UnreachablePolicy.NEVER;
        }
        if (!given.isObject()) {
            parent.faults().type(parent.path(NAME), "jsobject");
            return UnreachablePolicy.AT_ONCE;
        }
        var strategy = new Fields(given, parent.path(NAME), parent.faults());
        strategy.known(Set.of(INACTIVE, EXPUNGE));
        int inactive = strategy.whole(INACTIVE, 0, 0, SECONDS_MAX);
        int expunge = strategy.whole(EXPUNGE, 0, 0, SECONDS_MAX);
        if (inactive > expunge) {
            parent.faults().rule(strategy.path(INACTIVE), "is greater than " + EXPUNGE);
            return UnreachablePolicy.AT_ONCE;
        }
        return UnreachablePolicy.after(Duration.ofSeconds(inactive), Duration.ofSeconds(expunge));
    }

    static JsonNode json(UnreachablePolicy policy) {
        return policy.replaced()
                ? Json.object()
                        .put(INACTIVE, policy.inactiveAfter().toSeconds())
                        .put(EXPUNGE, policy.expungeAfter().toSeconds())
                : TextNode.valueOf(DISABLED);
    }
}
