package io.troupe.protocol.workload;

/** The kinds of network an instance can have. */
public enum NetworkMode {
    /** The node's own network: ports are the node's ports. */
    HOST,
    /** A private network on the node; ports are published on the node. */
    BRIDGE,
    /** A network of the engine, by name; ports are published only where a host port is asked for. */
    NAMED
}
