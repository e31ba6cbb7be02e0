package io.troupe.protocol.workload;

import java.time.Instant;

/**
 * One entry of a workload's journal: what happened, when and why.
 *
 * @param at when it was decided or, for observations, stored
 * @param cause who and why
 * @param event what
 */
public record WorkloadRecord(Instant at, Cause cause, WorkloadEvent event) {}
