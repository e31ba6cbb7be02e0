package io.troupe.node.probe;

import io.troupe.cluster.check.CheckPlan;
import io.troupe.protocol.health.Probe.Endpoint;
import io.troupe.protocol.health.Probe.PortReference;
import io.troupe.protocol.workload.AssignedPort;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where a probe connects to: straight to the instance, or by its published port as others do. */
record ProbeTarget(String host, int port) {
    private static final String LOOPBACK = "127.0.0.1";
    private static final String LOOPBACK_6 = "::1";

    /** Null if the instance has no such port. */
    static @Nullable ProbeTarget of(Endpoint endpoint, CheckPlan plan, List<String> addresses) {
        return switch (endpoint.port()) {
            case PortReference.Fixed(var port) ->
                endpoint.published()
                        ? new ProbeTarget(plan.place().host(), port)
                        : new ProbeTarget(own(endpoint, addresses), port);
            case PortReference.Index(var index) -> {
                var ports = plan.place().ports();
                yield index < ports.size() ? of(endpoint, ports.get(index), plan, addresses) : null;
            }
        };
    }

    private static ProbeTarget of(Endpoint endpoint, AssignedPort port, CheckPlan plan, List<String> addresses) {
        var hostPort = port.hostPort();
        if (endpoint.published() && hostPort != null) {
            return new ProbeTarget(plan.place().host(), hostPort);
        }
        return addresses.isEmpty()
                ? new ProbeTarget(own(endpoint, addresses), hostPort == null ? port.containerPort() : hostPort)
                : new ProbeTarget(addresses.getFirst(), port.containerPort());
    }

    private static String own(Endpoint endpoint, List<String> addresses) {
        return !addresses.isEmpty() ? addresses.getFirst() : endpoint.ipv6() ? LOOPBACK_6 : LOOPBACK;
    }

    /** A new connection; reads from it wait no longer than {@code timeout} each. */
    Socket connect(Duration timeout) throws IOException {
        var socket = new Socket();
        try {
            var millis = Math.clamp(timeout.toMillis(), 1, Integer.MAX_VALUE);
            socket.setTcpNoDelay(true);
            // Closed without lingering: thousands of closed connections a second would wait for minutes otherwise.
            socket.setSoLinger(true, 0);
            socket.connect(new InetSocketAddress(InetAddress.getByName(host), port), millis);
            socket.setSoTimeout(millis);
            return socket;
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    /** As in a URL. */
    String authority() {
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }
}
