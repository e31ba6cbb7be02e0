package io.troupe.gateway.marathon;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.troupe.gateway.http.Json;
import io.troupe.protocol.workload.NetworkMode;
import io.troupe.protocol.workload.NetworkSpec;
import io.troupe.protocol.workload.PortProtocol;
import io.troupe.protocol.workload.PortSpec;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the endpoints of a pod's container: named ports, on the host's network those of the node, on others its own. */
final class PodEndpointTranslator {
    private PodEndpointTranslator() {}

    static List<PortSpec> endpoints(Fields container, String name, NetworkSpec network, ObjectNode note) {
        var ports = new ArrayList<PortSpec>();
        var notes = Json.array();
        for (var endpoint : container.objects("endpoints")) {
            endpoint.known(Set.of("name", "containerPort", "hostPort", "protocol", "labels", "networkNames"));
            if (!endpoint.node("networkNames").isEmpty()) {
                endpoint.faults().unsupported(endpoint.path("networkNames"));
            }
            var endpointName = PodVolumeTranslator.name(endpoint, "name");
            int containerPort = endpoint.whole("containerPort", 0, 0, PortSpec.PORT_MAX);
            Integer hostPort = endpoint.has("hostPort")
                    ? Integer.valueOf(endpoint.whole("hostPort", 0, 0, PortSpec.PORT_MAX))
                    : null;
            refuseWhatTheNetworkDoesNotHave(endpoint, network, containerPort, hostPort);
            var labels = endpoint.textMap("labels");
            var written = notes.addObject().put("name", endpointName);
            ports.add(new PortSpec(
                    endpointName,
                    containerPort,
                    network.mode() == NetworkMode.HOST && hostPort == null ? Integer.valueOf(0) : hostPort,
                    0,
                    protocols(endpoint, written),
                    labels,
                    name));
            write(written, endpoint, containerPort, hostPort, labels);
        }
        if (!notes.isEmpty()) {
            note.set("endpoints", notes);
        }
        return ports;
    }

    private static void write(
            ObjectNode written,
            Fields endpoint,
            int containerPort,
            @Nullable Integer hostPort,
            Map<String, String> labels) {
        if (endpoint.has("containerPort")) {
            written.put("containerPort", containerPort);
        }
        if (hostPort != null) {
            written.put("hostPort", hostPort);
        }
        if (!labels.isEmpty()) {
            written.set("labels", Json.map(labels));
        }
    }

    private static void refuseWhatTheNetworkDoesNotHave(
            Fields endpoint, NetworkSpec network, int containerPort, @Nullable Integer hostPort) {
        if (network.mode() == NetworkMode.HOST) {
            if (endpoint.has("containerPort")) {
                endpoint.faults().rule(endpoint.path("containerPort"), "is not for the host's network");
            }
            if (hostPort == null) {
                endpoint.faults().rule(endpoint.path("hostPort"), "is needed on the host's network");
            }
        } else if (!endpoint.has("containerPort")) {
            endpoint.faults().rule(endpoint.path("containerPort"), "is needed on a network other than the host's");
        } else if (containerPort == 0 && hostPort == null) {
            endpoint.faults().rule(endpoint.path("containerPort"), "must not be 0 where no hostPort is");
        }
    }

    private static Set<PortProtocol> protocols(Fields endpoint, ObjectNode written) {
        var protocols = EnumSet.noneOf(PortProtocol.class);
        for (var text : endpoint.texts("protocol")) {
            switch (text) {
                case "tcp" -> protocols.add(PortProtocol.TCP);
                case "udp" -> protocols.add(PortProtocol.UDP);
                default -> endpoint.faults().rule(endpoint.path("protocol"), "is neither tcp nor udp");
            }
        }
        if (protocols.isEmpty()) {
            return Set.of(PortProtocol.TCP);
        }
        written.set("protocol", Json.texts(endpoint.texts("protocol")));
        return protocols;
    }

    /** Names and fixed ports are those of the pod: its containers share one network. */
    static void refuseDoubles(List<Fields> containers, List<PortSpec> ports) {
        var names = new HashSet<String>();
        var own = new HashSet<Integer>();
        var published = new HashSet<Integer>();
        int index = 0;
        for (var container : containers) {
            for (var endpoint : container.objects("endpoints")) {
                var port = ports.get(index++);
                if (port.name() != null && !names.add(port.name())) {
                    endpoint.faults().rule(endpoint.path("name"), "occurs twice in the pod");
                }
                if (port.containerPort() != 0 && !own.add(port.containerPort())) {
                    endpoint.faults().rule(endpoint.path("containerPort"), "occurs twice in the pod");
                }
                if (port.hostPort() != null && port.hostPort() != 0 && !published.add(port.hostPort())) {
                    endpoint.faults().rule(endpoint.path("hostPort"), "occurs twice in the pod");
                }
            }
        }
    }
}
