/**
 * The pure core of what brings one instance up and takes it down.
 *
 * <p>An agent says what it wants of an instance: run, stop, remove. {@link io.troupe.cluster.runner.RunnerDecisions} turns that into calls to a
 * container engine, one at a time, each of which may fail, hang or answer late, and tells the agent what came of it. Nothing of it is stored: after
 * a crash the agent lists its containers and says anew what it wants. The threads that make the calls, and the clock, are in the node module.
 */
@NullMarked
package io.troupe.cluster.runner;

import org.jspecify.annotations.NullMarked;
