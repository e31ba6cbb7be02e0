/**
 * What should run and what does: the workload's spec, its instances, and everything said to, by and about its supervisor.
 *
 * <p>{@link io.troupe.protocol.workload.WorkloadSpec} is what a user wants of one revision; how many of it is said beside the spec,
 * because scaling makes no new revision. {@code WorkloadCommand} asks, {@code WorkloadReply} answers, {@code WorkloadEvent} is a fact in the journal and
 * {@code WorkloadView} is a picture for readers. What is wanted of an instance and what was seen of it are different fields with different
 * writers. No dialect's word and no rule that needs more than one record may be here.
 */
@NullMarked
package io.troupe.protocol.workload;

import org.jspecify.annotations.NullMarked;
