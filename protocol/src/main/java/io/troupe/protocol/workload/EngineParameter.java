package io.troupe.protocol.workload;

/** An option handed to the container engine as it is, named as in the engine's own {@code run} command, without dashes. */
public record EngineParameter(String key, String value) {}
