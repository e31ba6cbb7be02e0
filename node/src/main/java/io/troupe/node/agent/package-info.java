/**
 * The agent of this node: the actor that carries out what {@code io.troupe.cluster.agent} decides.
 *
 * <p>It runs engine calls on virtual threads, a bounded number at a time, and turns what engines say into inputs of the pure core. The
 * containers are its only memory: after a restart it lists them and takes them over before it obeys any command. No rule about instances
 * may be here.
 */
@NullMarked
package io.troupe.node.agent;

import org.jspecify.annotations.NullMarked;
