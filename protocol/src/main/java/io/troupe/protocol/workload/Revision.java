package io.troupe.protocol.workload;

import java.time.Instant;

/**
 * One version of a workload's spec; never changed.
 *
 * @param number counts up from 1 within the workload, across deletion and re-creation
 * @param since when it was made, in whole milliseconds
 * @param spec what it runs
 */
public record Revision(long number, Instant since, WorkloadSpec spec) {}
