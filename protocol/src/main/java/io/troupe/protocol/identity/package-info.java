/**
 * The names of things: workloads, instances, nodes and deployments.
 *
 * <p>An identity is a record around one piece of text. Its text form is the bare value, everywhere: in JSON, as a map key, in a
 * log line and on a container's label. Identities are minted by their owner (a supervisor mints instance ids, a node keeps its
 * own id in its data directory) and never reused. Nothing but naming rules may live here.
 */
@NullMarked
package io.troupe.protocol.identity;

import org.jspecify.annotations.NullMarked;
