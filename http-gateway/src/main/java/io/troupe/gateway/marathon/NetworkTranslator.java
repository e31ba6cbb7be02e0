package io.troupe.gateway.marathon;

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
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads networks and ports in all of Marathon's forms: networks, the older docker.network, portDefinitions, ports, portMappings. */
final class NetworkTranslator {
    private static final Pattern PORT_NAME = Pattern.compile("(?=.*[a-zA-Z])[a-zA-Z0-9-]{1,63}");
    private static final int PORTS_MAX = 1000;

    private NetworkTranslator() {}

    static NetworkSpec network(Fields fields) {
        var networks = fields.objects("networks");
        var legacy = legacyNetwork(fields);
        if (networks.isEmpty()) {
            return legacy == null ? NetworkSpec.HOST : legacy;
        }
        if (legacy != null) {
            fields.faults().rule("/container/docker/network", "must not be given beside networks");
        }
        if (networks.size() > 1) {
            fields.faults().rule(fields.path("networks"), "more than one network is not supported yet");
        }
        return specOf(networks.getFirst());
    }

    private static NetworkSpec specOf(Fields network) {
        network.known(Set.of("mode", "name", "labels"));
        var mode = network.text("mode");
        var name = network.text("name");
        var labels = network.textMap("labels");
        switch (mode == null ? "container" : mode) {
            case "host" -> {
                refuseName(network, name);
                return new NetworkSpec(NetworkMode.HOST, null, labels);
            }
            case "container/bridge" -> {
                refuseName(network, name);
                return new NetworkSpec(NetworkMode.BRIDGE, null, labels);
            }
            case "container" -> {
                if (name != null && !name.isBlank()) {
                    return new NetworkSpec(NetworkMode.NAMED, name, labels);
                }
                network.faults().rule(network.path("name"), "is needed: there is no default network");
            }
            default -> network.faults().rule(network.path("mode"), "is none of host, container/bridge, container");
        }
        return NetworkSpec.HOST;
    }

    private static void refuseName(Fields network, @Nullable String name) {
        if (name != null) {
            network.faults().rule(network.path("name"), "is only for the mode container");
        }
    }

    private static @Nullable NetworkSpec legacyNetwork(Fields fields) {
        var docker = docker(fields);
        var mode = docker == null ? null : docker.text("network");
        if (docker == null || mode == null) {
            return null;
        }
        return switch (mode) {
            case "HOST" -> NetworkSpec.HOST;
            case "BRIDGE" -> NetworkSpec.BRIDGE;
            case "USER" -> {
                if (fields.items("networks").isEmpty()) {
                    docker.faults().rule(docker.path("network"), "USER needs a name: use networks with mode container");
                }
                yield null;
            }
            case "NONE" -> {
                docker.faults().rule(docker.path("network"), "NONE is not supported yet");
                yield null;
            }
            default -> {
                docker.faults().rule(docker.path("network"), "is none of BRIDGE, HOST, USER");
                yield null;
            }
        };
    }

    private static @Nullable Fields docker(Fields fields) {
        return !fields.has("container") || !fields.node("container").hasNonNull("docker")
                ? null
                : new Fields(fields.node("container").get("docker"), fields.path("container/docker"), fields.faults());
    }

    static List<PortSpec> ports(
            Fields fields, NetworkSpec network, ServicePorts servicePorts, Map<String, String> notes) {
        var requirePorts = fields.flag("requirePorts", false);
        if (requirePorts) {
            notes.put(Notes.REQUIRE_PORTS, "true");
        }
        var ports = switch (network.mode()) {
            case HOST -> hostPorts(fields, requirePorts, servicePorts);
            case BRIDGE, NAMED -> mappedPorts(fields, network.mode(), servicePorts);
        };
        var names = new HashSet<String>();
        for (var port : ports) {
            if (port.name() != null && !names.add(port.name())) {
                fields.faults().rule(place(fields, network), "has the name '" + port.name() + "' twice");
            }
        }
        if (takesOneTwice(ports)) {
            fields.faults().rule(place(fields, network), "Ports must be unique.");
        }
        if (ports.size() > PORTS_MAX) {
            fields.faults().rule(fields.path("portDefinitions"), "has more than " + PORTS_MAX + " ports");
        }
        return ports;
    }

    private static String place(Fields fields, NetworkSpec network) {
        return fields.path(
                switch (network.mode()) {
                    case HOST -> fields.has("portDefinitions") || !fields.has("ports") ? "portDefinitions" : "ports";
                    case BRIDGE, NAMED -> "container/portMappings";
                });
    }

    /** Whether an instance would need the same port of its host twice, which no host has. */
    private static boolean takesOneTwice(List<PortSpec> ports) {
        var taken = new HashSet<String>();
        return ports.stream()
                .filter(port -> port.hostPort() != null && port.hostPort() != 0)
                .flatMap(port -> port.protocols().stream().map(protocol -> protocol + " " + port.hostPort()))
                .anyMatch(port -> !taken.add(port));
    }

    private static List<PortSpec> hostPorts(Fields fields, boolean requirePorts, ServicePorts servicePorts) {
        var ports = new ArrayList<PortSpec>();
        if (fields.has("portDefinitions")) {
            var numbers = fields.wholes("ports", 0, PortSpec.PORT_MAX);
            var defined = fields.objects("portDefinitions").stream()
                    .map(definition -> definition.node("port").asInt())
                    .toList();
            if (!numbers.isEmpty() && !numbers.equals(defined)) {
                fields.faults()
                        .rule(fields.path("ports"), "must not be given beside portDefinitions, unless they agree");
            }
            for (var definition : fields.objects("portDefinitions")) {
                definition.known(Set.of("port", "protocol", "name", "labels"));
                int port = definition.whole("port", 0, 0, PortSpec.PORT_MAX);
                ports.add(new PortSpec(
                        name(definition),
                        0,
                        requirePorts ? port : 0,
                        servicePorts.of(port, requirePorts, ports.size()),
                        protocols(definition),
                        definition.textMap("labels")));
            }
            return ports;
        }
        var legacy = fields.has("ports") ? fields.wholes("ports", 0, PortSpec.PORT_MAX) : List.of(0);
        for (int port : legacy) {
            ports.add(new PortSpec(
                    null,
                    0,
                    requirePorts ? port : 0,
                    servicePorts.of(port, requirePorts, ports.size()),
                    Set.of(PortProtocol.TCP),
                    Map.of()));
        }
        return ports;
    }

    private static List<PortSpec> mappedPorts(Fields fields, NetworkMode mode, ServicePorts servicePorts) {
        var container = fields.object("container");
        if (container == null) {
            fields.faults().rule(fields.path("container"), "is needed on a bridge or container network");
            return List.of();
        }
        var docker = docker(fields);
        var mappings = container.has("portMappings") || docker == null || !docker.has("portMappings")
                ? container.objects("portMappings")
                : docker.objects("portMappings");
        if (!container.has("portMappings") && (docker == null || !docker.has("portMappings"))) {
            return mode == NetworkMode.BRIDGE
                    ? List.of(new PortSpec(null, 0, 0, servicePorts.choose(0), Set.of(PortProtocol.TCP), Map.of()))
                    : List.of();
        }
        var ports = new ArrayList<PortSpec>();
        for (var mapping : mappings) {
            mapping.known(
                    Set.of("containerPort", "hostPort", "servicePort", "protocol", "name", "labels", "networkNames"));
            if (!mapping.node("networkNames").isEmpty()) {
                mapping.faults().unsupported(mapping.path("networkNames"));
            }
            ports.add(mappedPort(mapping, mode, ports.size(), servicePorts));
        }
        return ports;
    }

    private static PortSpec mappedPort(Fields mapping, NetworkMode mode, int index, ServicePorts servicePorts) {
        int containerPort = mapping.whole("containerPort", 0, 0, PortSpec.PORT_MAX);
        Integer hostPort = mapping.has("hostPort")
                ? Integer.valueOf(mapping.whole("hostPort", 0, 0, PortSpec.PORT_MAX))
                : mode == NetworkMode.BRIDGE ? Integer.valueOf(0) : null;
        if (hostPort == null && containerPort == 0) {
            mapping.faults().rule(mapping.path("containerPort"), "must be given where no hostPort is");
        }
        int servicePort = mapping.whole("servicePort", 0, 0, PortSpec.PORT_MAX);
        if (servicePort == 0) {
            servicePort = servicePorts.choose(index);
        } else {
            servicePorts.taken(servicePort);
        }
        return new PortSpec(
                name(mapping), containerPort, hostPort, servicePort, protocols(mapping), mapping.textMap("labels"));
    }

    private static @Nullable String name(Fields port) {
        var name = port.text("name");
        if (name != null && !PORT_NAME.matcher(name).matches()) {
            port.faults()
                    .rule(port.path("name"), "must have 1 to 63 letters, digits and dashes, with a letter among them");
            return null;
        }
        return name;
    }

    private static Set<PortProtocol> protocols(Fields port) {
        var text = port.text("protocol");
        if (text == null) {
            return Set.of(PortProtocol.TCP);
        }
        var protocols = EnumSet.noneOf(PortProtocol.class);
        for (var part : text.split(",", -1)) {
            switch (part) {
                case "tcp" -> protocols.add(PortProtocol.TCP);
                case "udp" -> protocols.add(PortProtocol.UDP);
                default -> port.faults().rule(port.path("protocol"), "is none of tcp, udp, 'udp,tcp'");
            }
        }
        return protocols.isEmpty() ? Set.of(PortProtocol.TCP) : protocols;
    }
}
