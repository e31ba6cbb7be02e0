/**
 * Where waiting instances go: a pure library over a snapshot of the nodes.
 *
 * <p>{@link io.troupe.cluster.placement.Placement} tries rules in the order of {@code RefusalReason} and then takes the node that the scorer likes
 * best. One rule is one class that ends in {@code Filter} and refuses with a reason, what was wanted and what was found, so that whatever
 * waits can be explained. Time and chance are arguments: the same snapshot, request and seed give the same places. Who asks, who holds the
 * grants and for how long belongs to the broker; docs/architecture/placement.md tells the rules and where each comes from.
 */
@NullMarked
package io.troupe.cluster.placement;

import org.jspecify.annotations.NullMarked;
