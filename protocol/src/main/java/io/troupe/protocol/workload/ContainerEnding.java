package io.troupe.protocol.workload;

/** How one of several containers of an instance ended. */
public record ContainerEnding(String container, Ending ending) {}
