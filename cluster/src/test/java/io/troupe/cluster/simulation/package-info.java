/**
 * The whole control plane in one thread, on virtual time, from one seed.
 *
 * <p>The product's own pure cores decide; what stands in for the actors around them only receives, stores, acts and answers, in the order in which
 * the real shells do. Around them is a world that is out to get them: a network, a journal, machines, containers and users that misbehave
 * as the seed says. Each invariant is a small class with a sentence and is checked after every step that can break it. docs/simulation.md
 * tells how to run it and how to read what it prints. Nothing here may read a clock, a thread or chance that is not the seed's.
 */
@NullMarked
package io.troupe.cluster.simulation;

import org.jspecify.annotations.NullMarked;
