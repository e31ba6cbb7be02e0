package io.troupe.protocol.workload;

import org.jspecify.annotations.Nullable;

/**
 * How an instance ended.
 *
 * @param exitCode the exit code of the container that ended it (128 + n for signal n); null if it never ran or nobody knows
 * @param outOfMemory whether it was killed for using more memory than its limit
 */
public record Ending(@Nullable Integer exitCode, boolean outOfMemory) {
    public static final Ending UNKNOWN = new Ending(null, false);
}
