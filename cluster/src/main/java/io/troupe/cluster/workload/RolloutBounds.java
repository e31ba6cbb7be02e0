package io.troupe.cluster.workload;

import io.troupe.protocol.workload.RolloutPolicy;

/**
 * How many instances there may be while some are replaced.
 *
 * @param readyMin never fewer are ready by what the supervisor does
 * @param existingMax never more exist by what the supervisor does; those that are being stopped count
 */
public record RolloutBounds(int readyMin, int existingMax) {
    /**
     * Marathon's arithmetic: ceil(n · minimumReady) and floor(n · (1 + maximumExtra)); where both bounds meet, nothing could move, so one extra
     * instance is allowed.
     */
    public static RolloutBounds of(int wanted, RolloutPolicy policy) {
        var readyMin = (int) Math.ceil(wanted * policy.minimumReady());
        var existingMax = (int) (wanted * (1 + policy.maximumExtra()));
        return new RolloutBounds(readyMin, readyMin == existingMax ? existingMax + 1 : existingMax);
    }
}
