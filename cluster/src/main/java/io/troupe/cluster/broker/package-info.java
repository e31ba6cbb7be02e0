/**
 * The broker: the cluster singleton that suggests where waiting instances go.
 *
 * <p>It owns nothing that cannot be rebuilt from agents and supervisors in seconds: agents state what their node is and holds, supervisors
 * state all that still lacks a place. Its grants are proposals: the supervisor stores them and the agent admits or refuses. Each broker has
 * an epoch, so that a grant of an older one can be told.
 */
@NullMarked
package io.troupe.cluster.broker;

import org.jspecify.annotations.NullMarked;
