package io.troupe.gateway.marathon;

import io.troupe.protocol.identity.WorkloadId;
import io.troupe.protocol.workload.ContainerSpec;
import io.troupe.protocol.workload.DerivedValue;
import io.troupe.protocol.workload.NetworkMode;
import io.troupe.protocol.workload.NetworkSpec;
import io.troupe.protocol.workload.PortSpec;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The environment variables that Marathon gives each container of a pod: the endpoints of all of them among others. */
final class PodVariables {
    private PodVariables() {}

    /**
     * @param ports the endpoints of the whole pod
     * @param labels those of the pod, and over them those of the container
     */
    static Map<String, DerivedValue> of(
            WorkloadId id,
            ContainerSpec container,
            NetworkSpec network,
            List<PortSpec> ports,
            Map<String, String> labels) {
        var variables = new LinkedHashMap<String, DerivedValue>();
        var resources = container.resources();
        variables.put("HOST", new DerivedValue.Host());
        variables.put("MESOS_TASK_ID", new DerivedValue.Instance(TaskIds.suffix(container.name())));
        variables.put("MESOS_EXECUTOR_ID", new DerivedValue.Instance(""));
        variables.put("MESOS_SANDBOX", new DerivedValue.Sandbox());
        variables.put("MARATHON_APP_ID", text(id.path()));
        variables.put("MARATHON_APP_VERSION", new DerivedValue.RevisionTime());
        variables.put("MARATHON_CONTAINER_ID", text(container.name()));
        variables.put("MARATHON_CONTAINER_RESOURCE_CPUS", text(Double.toString(resources.cpus())));
        variables.put("MARATHON_CONTAINER_RESOURCE_MEM", text(Double.toString((double) resources.memoryMib())));
        variables.put("MARATHON_CONTAINER_RESOURCE_DISK", text(Double.toString((double) resources.diskMib())));
        variables.put("MARATHON_CONTAINER_RESOURCE_GPUS", text(Integer.toString(resources.gpus())));
        InjectedVariables.addLabels(labels, variables);
        for (int index = 0; index < ports.size(); index++) {
            addEndpoint(ports.get(index), index, network.mode() == NetworkMode.HOST, variables);
        }
        return variables;
    }

    private static void addEndpoint(PortSpec port, int index, boolean onHost, Map<String, DerivedValue> variables) {
        var name =
                port.name() == null ? "" : port.name().toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9_]+", "_");
        var published = new DerivedValue.HostPort(index);
        var own = new DerivedValue.ContainerPort(index);
        variables.put("ENDPOINT_" + name, onHost ? published : own);
        variables.put("EP_HOST_" + name, published);
        if (!onHost) {
            variables.put("EP_CONTAINER_" + name, own);
        }
    }

    private static DerivedValue text(String value) {
        return new DerivedValue.Literal(value);
    }
}
