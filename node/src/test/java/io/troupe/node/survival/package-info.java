/**
 * What a node must survive, tried on the real thing: a node's JVM with its Cassandra and the container engine, killed at random moments.
 *
 * <p>The tests here start nodes as an operator does, from the distribution, and look at them only from outside: through the API, the
 * container engine and the list of processes. Each test that draws at random prints its seed when it fails. They need the distribution
 * and are therefore run by {@code bin/test} alone.
 */
@NullMarked
package io.troupe.node.survival;

import org.jspecify.annotations.NullMarked;
