/**
 * Reaching into a running instance: its output, and commands inside it.
 *
 * <p>The gateway asks through {@link io.troupe.cluster.access.InstanceAccess}, whichever node the instance is on; the node module serves it from its container
 * engines. Everything is a stream with back-pressure, so that a slow reader costs no memory.
 */
@NullMarked
package io.troupe.cluster.access;

import org.jspecify.annotations.NullMarked;
