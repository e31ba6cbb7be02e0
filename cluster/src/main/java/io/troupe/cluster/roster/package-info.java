/**
 * What keeps every workload and running deployment alive.
 *
 * <p>{@code RosterKeeper}, one in the cluster, compares the list of what must live with what the directories know, wakes what is missing, and
 * takes off the list what has surely ended. It says what it still waits for, so that a node answers for the cluster only when its reads
 * are complete. It knows neither specs nor plans.
 */
@NullMarked
package io.troupe.cluster.roster;

import org.jspecify.annotations.NullMarked;
