/**
 * Why something is or is not placed, in words that every reader shares.
 *
 * <p>A placement rule refuses a node with a {@link io.troupe.protocol.placement.RefusalReason}, what was wanted and what was found. Readers get them
 * counted over nodes ({@code RefusalSummary}, cheap and always there) or node by node ({@code Explanation}, made when asked for). The
 * placement itself is in the cluster module.
 */
@NullMarked
package io.troupe.protocol.placement;

import org.jspecify.annotations.NullMarked;
