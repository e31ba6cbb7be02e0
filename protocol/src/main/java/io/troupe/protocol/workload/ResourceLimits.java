package io.troupe.protocol.workload;

import org.jspecify.annotations.Nullable;

/**
 * What a container may at most use, whatever it asked for.
 *
 * @param cpuMillis thousandths of a core as a hard quota; null for no quota (idle cores may be used, shares decide under load)
 * @param memoryMib memory in MiB, beyond which it is killed; null for no limit
 */
public record ResourceLimits(
        @Nullable Long cpuMillis, @Nullable Long memoryMib) {
    public static final ResourceLimits UNLIMITED = new ResourceLimits(null, null);

    /** The default: memory is bounded by what was asked for, cores are not. */
    public static ResourceLimits memoryOf(Resources resources) {
        return new ResourceLimits(null, resources.memoryMib());
    }
}
