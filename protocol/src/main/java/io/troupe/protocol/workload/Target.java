package io.troupe.protocol.workload;

import java.time.Instant;

/**
 * What a workload should be: how many instances of which revision. Each change of either makes a new target.
 *
 * @param version counts the workload's targets from 1; a change says which one it was based on
 * @param at when it was set, in whole milliseconds, strictly later than the one before
 * @param revision number of the revision to run
 * @param instances how many
 */
public record Target(long version, Instant at, long revision, int instances) {
    /** The same target, of another number of instances: what follows the nodes is as many as they are. */
    public Target of(int number) {
        return new Target(version, at, revision, number);
    }
}
