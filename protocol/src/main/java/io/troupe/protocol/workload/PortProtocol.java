package io.troupe.protocol.workload;

/** What is spoken on a port. */
public enum PortProtocol {
    TCP,
    UDP
}
