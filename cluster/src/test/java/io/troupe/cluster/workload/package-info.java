/**
 * How a workload's supervisor is tested: its rules without an actor system, one sentence a test; random histories with faults from a seed; and
 * the shell alone on a journal in memory.
 */
@NullMarked
package io.troupe.cluster.workload;

import org.jspecify.annotations.NullMarked;
