/**
 * How a node comes up and goes down.
 *
 * <p>{@link io.troupe.node.start.NodeStart} wires all parts in order and is the only place that knows them all; {@link io.troupe.node.start.RunningNode} stops them in the reverse order.
 * What a person sees meanwhile is written by {@link io.troupe.node.start.StartProgress}. No decision about workloads or instances is made here.
 */
@NullMarked
package io.troupe.node.start;

import org.jspecify.annotations.NullMarked;
