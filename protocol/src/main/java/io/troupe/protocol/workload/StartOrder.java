package io.troupe.protocol.workload;

/** In which order instances with stable ordinals are started and stopped. */
public enum StartOrder {
    /** Each once all with lower ordinals are ready; stopped one after the other, the highest first. */
    ORDERED,
    /** All at once. */
    PARALLEL
}
