/**
 * The port between an agent and whatever runs its containers.
 *
 * <p>An engine is told to prepare, create, start, stop and remove containers, and says by itself what happens to them. Its containers carry labels
 * that name their instance, so a list of them is all that is needed to take them over after a restart. Calls block and are made on virtual
 * threads. An engine decides nothing about instances: no restarts, no retries of what failed, no state beside the containers themselves.
 */
@NullMarked
package io.troupe.node.engine;

import org.jspecify.annotations.NullMarked;
