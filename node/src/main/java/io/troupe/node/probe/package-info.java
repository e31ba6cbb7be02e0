/**
 * The hands of the checks: what connects to an instance, asks it and runs commands in it, and the threads and the wheel of time that do so.
 *
 * <p>{@link io.troupe.node.probe.CheckRunner} carries out what {@code ChecksDecisions} wishes, for all instances of the node. Each try runs on a virtual thread of
 * its own, so that one that hangs delays no other; how many run at once is bounded. What a try means is not decided here.
 */
@NullMarked
package io.troupe.node.probe;

import org.jspecify.annotations.NullMarked;
