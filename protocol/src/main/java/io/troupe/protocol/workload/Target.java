package io.troupe.protocol.workload;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a workload should be: how many instances of which revision. Each change of either makes a new target.
 *
 * @param version counts the workload's targets from 1; a change says which one it was based on
 * @param at when it was set, in whole milliseconds, strictly later than the one before
 * @param revision number of the revision to run
 * @param instances how many
 * @param staged the slots that keep an earlier revision; null if none does
 */
public record Target(
        long version,
        Instant at,
        long revision,
        int instances,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Staged staged) {
    /** A target of one revision. */
    public Target(long version, Instant at, long revision, int instances) {
        this(version, at, revision, instances, null);
    }

    /** Slots below this number run this revision. */
    public record Staged(int below, long revision) {}

    /** The same target, of another number of instances: what follows the nodes is as many as they are. */
    public Target of(int number) {
        return new Target(version, at, revision, number, staged);
    }

    /** Whether the slot keeps what it has. */
    public boolean keeps(int slot) {
        return staged != null && slot < staged.below();
    }
}
