package io.troupe.gateway.marathon;

import io.troupe.protocol.identity.WorkloadId;
import io.troupe.protocol.workload.DerivedValue;
import io.troupe.protocol.workload.ImageSpec;
import io.troupe.protocol.workload.PortSpec;
import io.troupe.protocol.workload.Resources;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The environment variables that Marathon gives every task. */
final class InjectedVariables {
    private static final String LABEL_PREFIX = "MARATHON_APP_LABEL_";

    /** Labels whose value is as long as this or longer are left out, as in Marathon. */
    private static final int VALUE_CHARACTERS_LIMIT = 512;

    /** And those whose name, with the prefix, is. */
    private static final int NAME_CHARACTERS_LIMIT = VALUE_CHARACTERS_LIMIT - LABEL_PREFIX.length();

    private InjectedVariables() {}

    static Map<String, DerivedValue> of(
            WorkloadId id,
            @Nullable ImageSpec image,
            Resources resources,
            List<PortSpec> ports,
            Map<String, String> labels) {
        var variables = new LinkedHashMap<String, DerivedValue>();
        variables.put("HOST", new DerivedValue.Host());
        variables.put("MARATHON_APP_ID", text(id.path()));
        variables.put("MARATHON_APP_VERSION", new DerivedValue.RevisionTime());
        if (image != null) {
            variables.put("MARATHON_APP_DOCKER_IMAGE", text(image.reference()));
        }
        variables.put("MARATHON_APP_RESOURCE_CPUS", text(Double.toString(resources.cpus())));
        variables.put("MARATHON_APP_RESOURCE_MEM", text(Double.toString((double) resources.memoryMib())));
        variables.put("MARATHON_APP_RESOURCE_DISK", text(Double.toString((double) resources.diskMib())));
        variables.put("MARATHON_APP_RESOURCE_GPUS", text(Integer.toString(resources.gpus())));
        variables.put("MESOS_TASK_ID", new DerivedValue.Instance(TaskIds.SUFFIX));
        variables.put("MESOS_SANDBOX", new DerivedValue.Sandbox());
        addLabels(labels, variables);
        addPorts(ports, variables);
        return variables;
    }

    static void addLabels(Map<String, String> labels, Map<String, DerivedValue> variables) {
        var kept = new TreeMap<String, String>();
        labels.forEach((name, value) -> {
            if (name.length() < NAME_CHARACTERS_LIMIT && value.length() < VALUE_CHARACTERS_LIMIT) {
                kept.put(variableName(name), value);
            }
        });
        variables.put("MARATHON_APP_LABELS", text(kept.keySet().stream().collect(Collectors.joining(" "))));
        kept.forEach((name, value) -> variables.put(LABEL_PREFIX + name, text(value)));
    }

    private static void addPorts(List<PortSpec> ports, Map<String, DerivedValue> variables) {
        for (int index = 0; index < ports.size(); index++) {
            var port = ports.get(index);
            var value = new DerivedValue.Port(index);
            variables.put("PORT" + index, value);
            int declared = port.containerPort() != 0 ? port.containerPort() : port.servicePort();
            if (declared != 0) {
                variables.put("PORT_" + declared, value);
            }
            if (port.name() != null) {
                variables.put("PORT_" + port.name().toUpperCase(Locale.ROOT), value);
                // A shell cannot read a name with a dash.
                variables.put("PORT_" + variableName(port.name()), value);
            }
        }
        if (!ports.isEmpty()) {
            variables.put("PORT", new DerivedValue.Port(0));
            variables.put("PORTS", new DerivedValue.AllPorts());
        }
    }

    private static String variableName(String name) {
        return name.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9_]+", "_");
    }

    private static DerivedValue text(String value) {
        return new DerivedValue.Literal(value);
    }
}
