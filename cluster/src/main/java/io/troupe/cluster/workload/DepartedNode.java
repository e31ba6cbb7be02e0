package io.troupe.cluster.workload;

import io.troupe.protocol.identity.NodeId;
import java.time.Instant;

/**
 * A node that has left the cluster, or was put out of it, and has not come back.
 *
 * @param at when that was noticed
 */
public record DepartedNode(NodeId node, Instant at) {}
