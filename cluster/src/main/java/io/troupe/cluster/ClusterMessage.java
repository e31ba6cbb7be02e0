package io.troupe.cluster;

/** Marks what actors on different nodes say to each other; such messages are serialized as Jackson CBOR. */
public interface ClusterMessage {}
