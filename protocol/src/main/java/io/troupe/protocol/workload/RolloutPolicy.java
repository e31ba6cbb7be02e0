package io.troupe.protocol.workload;

import org.jspecify.annotations.Nullable;

/**
 * How far the number of instances may leave the wanted number while they are replaced, and how carefully that is done.
 *
 * <p>With n wanted, never fewer than ceil(n · minimumReady) are ready and never more than n + floor(n · maximumExtra) exist. If both bounds
 * meet so that nothing could move, one extra instance is allowed. The rule is Marathon's {@code upgradeStrategy}.
 *
 * @param minimumReady fraction of the wanted number, 0 to 1 ({@code minimumHealthCapacity})
 * @param maximumExtra fraction of the wanted number, 0 to 1 ({@code maximumOverCapacity})
 * @param caution null for none; see {@link #care()}
 */
public record RolloutPolicy(
        double minimumReady, double maximumExtra, @Nullable RolloutCaution caution) {
    public static final RolloutPolicy DEFAULT = new RolloutPolicy(1.0, 1.0);

    public RolloutPolicy {
        if (!(minimumReady >= 0 && minimumReady <= 1 && maximumExtra >= 0 && maximumExtra <= 1)) {
            throw new IllegalArgumentException("the fractions of a rollout lie between 0 and 1");
        }
        // Null in what was stored before there was caution, and so that none takes no room.
        caution = RolloutCaution.NONE.equals(caution) ? null : caution;
    }

    /** A policy without caution. */
    public RolloutPolicy(double minimumReady, double maximumExtra) {
        this(minimumReady, maximumExtra, null);
    }

    /** The caution, {@link RolloutCaution#NONE} if none was asked for. */
    public RolloutCaution care() {
        return caution == null ? RolloutCaution.NONE : caution;
    }
}
