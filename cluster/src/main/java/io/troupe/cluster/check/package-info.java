/**
 * The pure core of an instance's checks: when each is tried, and what its answers mean.
 *
 * <p>{@link io.troupe.cluster.check.ChecksDecisions} turns answers and time into results, and says what of it is worth telling. What is told goes into the
 * agent's report of the instance; nothing here is stored, and an agent that starts anew begins with what it noted of the checks. Nothing here connects to
 * anything or knows a clock: the threads are in the node module.
 */
@NullMarked
package io.troupe.cluster.check;

import org.jspecify.annotations.NullMarked;
