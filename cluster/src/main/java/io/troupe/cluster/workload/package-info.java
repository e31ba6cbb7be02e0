/**
 * The supervisor of a workload: it decides what should run, and its journal is the truth about that.
 *
 * <p>{@code WorkloadDecisions} holds every rule (rollouts, back-off, slots, stops) as a pure function of state, input and time; {@code WorkloadState} folds events;
 * {@code WorkloadSupervisor} is the sharded, event-sourced shell that stores before it acts. A supervisor speaks to the broker about
 * places, to agents about instances and to its deployment's coordinator about progress, and believes none of them without a second
 * look. No placement rule and no engine may be known here.
 */
@NullMarked
package io.troupe.cluster.workload;

import org.jspecify.annotations.NullMarked;
