/**
 * What is measured, in the text form that Prometheus reads. Numbers of this node's own work (requests, changes asked for here, reads of the journal) are
 * counted where it happens and may be summed over nodes; pictures of the whole cluster (workloads, instances, nodes) are taken when somebody
 * asks, and are the same on every node. Names follow Prometheus: base units, {@code _total} for counters, nothing that a caller could make up as a
 * label. Nothing here decides anything.
 */
@NullMarked
package io.troupe.gateway.metrics;

import org.jspecify.annotations.NullMarked;
