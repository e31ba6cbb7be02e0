package io.troupe.protocol.health;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;

/** What a check tries. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Probe.Http.class, name = "http"),
    @JsonSubTypes.Type(value = Probe.Tcp.class, name = "tcp"),
    @JsonSubTypes.Type(value = Probe.Command.class, name = "command"),
    @JsonSubTypes.Type(value = Probe.Grpc.class, name = "grpc")
})
public sealed interface Probe {
    /**
     * A {@code GET}; passes if the answer's status is accepted.
     *
     * @param secure whether over TLS; certificates are not judged, since nobody can certify the address of an instance
     * @param path begins with a slash
     * @param accepted the statuses that pass
     * @param ignoresInterim whether a status from 100 to 199 is no result at all, neither good nor bad
     */
    record Http(boolean secure, String path, Endpoint endpoint, List<StatusRange> accepted, boolean ignoresInterim)
            implements Probe {
        public Http {
            accepted = List.copyOf(accepted);
        }

        public boolean accepts(int status) {
            return accepted.stream().anyMatch(range -> status >= range.first() && status <= range.last());
        }
    }

    /** A connection; passes if it is accepted. */
    record Tcp(Endpoint endpoint) implements Probe {}

    /** A shell line inside the container; passes if it exits with 0. */
    record Command(String line) implements Probe {}

    /**
     * gRPC's own health protocol ({@code grpc.health.v1}), without TLS; passes if the service says that it serves.
     *
     * @param service the service asked for; empty for the server as a whole
     */
    record Grpc(Endpoint endpoint, String service) implements Probe {}

    /** Statuses from the first to the last, both included. */
    record StatusRange(int first, int last) {}

    /**
     * Where a probe connects to.
     *
     * @param port which port
     * @param published whether by the way that others take, through the node's published port; else straight to the container
     * @param ipv6 whether by IPv6, where the instance has no address of its own
     */
    record Endpoint(PortReference port, boolean published, boolean ipv6) {}

    /** Which port a probe connects to. */
    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "by")
    @JsonSubTypes({
        @JsonSubTypes.Type(value = PortReference.Index.class, name = "index"),
        @JsonSubTypes.Type(value = PortReference.Fixed.class, name = "fixed")
    })
    sealed interface PortReference {
        /** The port of the spec at that position. */
        record Index(int index) implements PortReference {}

        /** This port, whatever the spec says. */
        record Fixed(int port) implements PortReference {}
    }
}
