package io.troupe.protocol.workload;

import java.time.Duration;
import java.time.Instant;

/**
 * What becomes of an instance whose node is away. The rule is Marathon's {@code unreachableStrategy}.
 *
 * @param replaced whether it is given up at all; if not, it is waited for however long that takes, and never is there a second one
 * @param inactiveAfter after so long away it does not count any more as one of the wanted, and a replacement is planned; if it comes back before it
 *     is expunged, it runs on
 * @param expungeAfter after so long away it is forgotten; if it comes back, it is stopped
 */
public record UnreachablePolicy(boolean replaced, Duration inactiveAfter, Duration expungeAfter) {
    /** Replaced and forgotten as soon as it is known to be away. */
    public static final UnreachablePolicy AT_ONCE = new UnreachablePolicy(true, Duration.ZERO, Duration.ZERO);

    /** Never given up. */
    public static final UnreachablePolicy NEVER = new UnreachablePolicy(false, Duration.ZERO, Duration.ZERO);

    public UnreachablePolicy {
        if (inactiveAfter.isNegative() || expungeAfter.isNegative()) {
            throw new IllegalArgumentException("no time of an unreachable instance is negative");
        }
        if (inactiveAfter.compareTo(expungeAfter) > 0) {
            throw new IllegalArgumentException("an instance is not expunged before it is replaced");
        }
    }

    public static UnreachablePolicy after(Duration inactive, Duration expunge) {
        return new UnreachablePolicy(true, inactive, expunge);
    }

    /** When an instance that is away since then is replaced; {@link Instant#MAX} if never. */
    public Instant inactiveAt(Instant since) {
        return replaced ? since.plus(inactiveAfter) : Instant.MAX;
    }

    /** When an instance that is away since then is forgotten; {@link Instant#MAX} if never. */
    public Instant expungedAt(Instant since) {
        return replaced ? since.plus(expungeAfter) : Instant.MAX;
    }
}
