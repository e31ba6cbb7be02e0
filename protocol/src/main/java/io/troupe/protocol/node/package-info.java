/**
 * What a node is and has, as it tells the broker and as readers see it.
 *
 * <p>A {@link io.troupe.protocol.node.NodeDescription} is fixed while a node runs, but for which of its engines answer; what is used of it follows from its instances. How a node learns
 * these things about its machine belongs to the node module.
 */
@NullMarked
package io.troupe.protocol.node;

import org.jspecify.annotations.NullMarked;
