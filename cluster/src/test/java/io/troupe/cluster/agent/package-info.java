/**
 * The agent's pure core together with the runners', against engines that fail and a network that loses, doubles and reorders.
 */
@NullMarked
package io.troupe.cluster.agent;

import org.jspecify.annotations.NullMarked;
