package io.troupe.gateway.marathon;

import io.troupe.protocol.workload.Instance;
import io.troupe.protocol.workload.PortSpec;
import io.troupe.protocol.workload.WorkloadView;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * Running tasks as lines for load balancer scripts: the app's id with underscores, the service port, and where each task serves it, with tabs between. An app
 * without ports has a blank for the port and its hosts alone.
 */
final class TaskLines {
    private TaskLines() {}

    static String lines(List<WorkloadView> views) {
        return views.stream().map(TaskLines::lines).collect(Collectors.joining());
    }

    private static String lines(WorkloadView view) {
        var name = view.id().path().substring(1).replace('/', '_');
        var running = view.instances().stream()
                .filter(AppView::running)
                .filter(instance -> instance.stopping() == null)
                .toList();
        var ports = view.spec().ports();
        var lines = new StringBuilder();
        for (int index = 0; index < Math.max(1, ports.size()); index++) {
            lines.append(name).append('\t').append(ports.isEmpty() ? " " : servicePort(ports.get(index)));
            for (var instance : running) {
                lines.append('\t').append(address(instance, index));
            }
            lines.append('\n');
        }
        return lines.toString();
    }

    private static String servicePort(PortSpec port) {
        return Integer.toString(port.servicePort());
    }

    private static String address(Instance instance, int index) {
        var place = Objects.requireNonNull(instance.place());
        if (index >= place.ports().size()) {
            return place.host();
        }
        var port = place.ports().get(index);
        var hostPort = port.hostPort();
        return place.host() + ":" + (hostPort == null ? port.containerPort() : hostPort);
    }
}
