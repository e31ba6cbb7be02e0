package io.troupe.cluster.workload;

import io.troupe.protocol.workload.RolloutPolicy;
import io.troupe.protocol.workload.SlotRule;
import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * How many instances there may be while some are replaced.
 *
 * @param readyMin never fewer are ready by what the supervisor does
 * @param existingMax never more exist by what the supervisor does; those that are being stopped count
 */
public record RolloutBounds(int readyMin, int existingMax) {
    /**
     * Marathon's arithmetic: ceil(n · minimumReady) and n + floor(n · maximumExtra); where both bounds meet, nothing could move, so one extra
     * instance is allowed.
     */
    public static RolloutBounds of(int wanted, RolloutPolicy policy) {
        var readyMin = part(wanted, policy.minimumReady(), RoundingMode.CEILING);
        var existingMax = wanted + part(wanted, policy.maximumExtra(), RoundingMode.FLOOR);
        return new RolloutBounds(readyMin, readyMin == existingMax ? existingMax + 1 : existingMax);
    }

    /** Of the fraction as it was written: as a binary one, 0.15 of 100 would be less than 15. */
    private static int part(int wanted, double fraction, RoundingMode rounding) {
        return BigDecimal.valueOf(fraction)
                .multiply(BigDecimal.valueOf(wanted))
                .setScale(0, rounding)
                .intValueExact();
    }

    /** Where no two may stand on one node, one is stopped before another takes its place; one may be missing, or nothing could move. */
    private RolloutBounds withoutExtra(int wanted) {
        return new RolloutBounds(Math.max(Math.min(readyMin, wanted - 1), 0), wanted);
    }

    /** Of the rollout that is on; blue beside green takes room for both. */
    public static RolloutBounds of(WorkloadState state) {
        var wanted = state.wanted().instances();
        var bounds = of(wanted, state.revision().spec().rollout());
        switch (state.revision().spec().slots()) {
            case SlotRule.EveryNode _ -> {
                return bounds.withoutExtra(wanted);
            }
            case SlotRule.Ordinal _ -> {
                return new RolloutBounds(Math.max(wanted - 1, 0), wanted);
            }
            case null -> {}
        }
        var rollout = state.rollout();
        var base = rollout == null ? null : rollout.progress().base();
        return rollout != null && base != null && Stage.isBlueGreen(state)
                ? new RolloutBounds(bounds.readyMin(), Math.max(bounds.existingMax(), wanted + base.instances()))
                : bounds;
    }
}
