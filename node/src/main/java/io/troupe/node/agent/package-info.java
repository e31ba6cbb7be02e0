/**
 * The agent of this node: the actor that carries out what {@code io.troupe.cluster.agent} decides.
 *
 * <p>It runs engine calls on virtual threads, a bounded number at a time, and turns what engines say into inputs of the pure core. The
 * containers, and the notes beside their sandboxes, are its only memory: after a restart it reads the notes before it obeys any command, lists the
 * containers and takes them over. No rule about instances may be here.
 */
@NullMarked
package io.troupe.node.agent;

import org.jspecify.annotations.NullMarked;
