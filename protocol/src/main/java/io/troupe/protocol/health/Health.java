package io.troupe.protocol.health;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The health of an instance: the whole of what its agent found out.
 *
 * @param results one for each of its checks, in their order; empty while the readiness is unknown
 */
public record Health(Readiness readiness, List<CheckResult> results) {
    /** An agent that was started anew does not know yet. */
    public static final Health UNKNOWN = new Health(Readiness.UNKNOWN, List.of());

    public Health {
        results = List.copyOf(results);
    }

    public Optional<CheckResult> result(String check) {
        return results.stream().filter(result -> result.check().equals(check)).findFirst();
    }

    /** What is known after hearing {@code heard}: one who does not know takes nothing away. Both are null for an instance without checks. */
    public static @Nullable Health after(@Nullable Health known, @Nullable Health heard) {
        if (heard == null || heard.readiness() != Readiness.UNKNOWN) {
            return heard;
        }
        return known == null ? new Health(Readiness.NOT_READY, List.of()) : known;
    }
}
