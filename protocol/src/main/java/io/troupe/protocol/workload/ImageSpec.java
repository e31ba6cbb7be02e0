package io.troupe.protocol.workload;

/**
 * An image of a container.
 *
 * @param reference as the engine takes it: {@code name[:tag]}, {@code host:port/name[:tag]} or with a digest
 * @param forcePull pull at each launch even if the node has it; else only if it is missing
 */
public record ImageSpec(String reference, boolean forcePull) {}
