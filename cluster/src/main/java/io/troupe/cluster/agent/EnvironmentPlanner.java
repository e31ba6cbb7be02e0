package io.troupe.cluster.agent;

import io.troupe.cluster.agent.AgentCommand.Assignment;
import io.troupe.protocol.workload.AssignedPort;
import io.troupe.protocol.workload.ContainerSpec;
import io.troupe.protocol.workload.DerivedValue;
import io.troupe.protocol.workload.Revision;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Works out the variables of a container once its instance has a place. What a user set wins over what is derived. */
public final class EnvironmentPlanner {
    private static final DateTimeFormatter MILLISECONDS = DateTimeFormatter.ofPattern(
                    "yyyy-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private EnvironmentPlanner() {}

    /** @param sandbox the path under which the container sees its sandbox */
    public static Map<String, String> environment(
            Revision revision, ContainerSpec container, Assignment assignment, String sandbox) {
        var environment = new HashMap<String, String>();
        container
                .derived()
                .forEach((name, value) ->
                        value(value, revision, assignment, sandbox).ifPresent(text -> environment.put(name, text)));
        environment.putAll(container.environment());
        return Map.copyOf(environment);
    }

    private static Optional<String> value(
            DerivedValue value, Revision revision, Assignment assignment, String sandbox) {
        var ports = ports(assignment);
        return switch (value) {
            case DerivedValue.Literal literal -> Optional.of(literal.text());
            case DerivedValue.Instance instance ->
                Optional.of(assignment.instance().value() + instance.suffix());
            case DerivedValue.Slot slot -> Optional.of(Integer.toString(assignment.slot()));
            case DerivedValue.RevisionTime time -> Optional.of(MILLISECONDS.format(revision.since()));
            case DerivedValue.Host host -> Optional.of(assignment.place().host());
            case DerivedValue.Port port ->
                port.index() < ports.size() ? Optional.of(ports.get(port.index())) : Optional.empty();
            case DerivedValue.HostPort port ->
                at(port.index(), assignment).map(AssignedPort::hostPort).map(String::valueOf);
            case DerivedValue.ContainerPort port ->
                at(port.index(), assignment).map(AssignedPort::containerPort).map(String::valueOf);
            case DerivedValue.AllPorts all -> Optional.of(ports.stream().collect(Collectors.joining(",")));
            case DerivedValue.Sandbox inside -> Optional.of(sandbox);
        };
    }

    private static Optional<AssignedPort> at(int index, Assignment assignment) {
        var ports = assignment.place().ports();
        return index < ports.size() ? Optional.of(ports.get(index)) : Optional.empty();
    }

    private static List<String> ports(Assignment assignment) {
        return assignment.place().ports().stream()
                .map(port -> Integer.toString(used(port)))
                .toList();
    }

    private static int used(AssignedPort port) {
        var hostPort = port.hostPort();
        return hostPort != null ? hostPort : port.containerPort();
    }
}
