package io.troupe.protocol.workload;

import org.jspecify.annotations.Nullable;

/**
 * What became of one {@link PortSpec} for one instance.
 *
 * @param containerPort the port inside the instance's network, never 0
 * @param hostPort the node's port; null if none is published
 */
public record AssignedPort(int containerPort, @Nullable Integer hostPort) {}
