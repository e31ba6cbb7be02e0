package io.troupe.protocol.placement;

/** Why a node cannot take an instance, in the order in which the rules are tried. */
public enum RefusalReason {
    /** The node takes no new instances, or is not reachable. */
    NODE_UNAVAILABLE,
    /** The node has no engine that can run this kind of container. */
    ENGINE,
    /** None of the node's roles is among those the workload may use. */
    ROLE,
    /** A constraint is not met. */
    CONSTRAINT,
    /** One instance runs on every node, and this one has it. */
    ONE_EACH,
    CPUS,
    MEMORY,
    DISK,
    GPUS,
    /** A custom resource is missing, or too little of it is free. */
    CUSTOM,
    /** A fixed host port is taken, or too few are free. */
    PORTS,
    /** The node is kept for instances that ask for graphics processors. */
    SCARCE
}
