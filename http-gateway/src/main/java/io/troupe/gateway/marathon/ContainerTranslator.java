package io.troupe.gateway.marathon;

import com.fasterxml.jackson.databind.JsonNode;
import io.troupe.protocol.identity.WorkloadId;
import io.troupe.protocol.workload.CommandSpec;
import io.troupe.protocol.workload.ContainerSpec;
import io.troupe.protocol.workload.EngineParameter;
import io.troupe.protocol.workload.ImageSpec;
import io.troupe.protocol.workload.PortSpec;
import io.troupe.protocol.workload.ResourceLimits;
import io.troupe.protocol.workload.Resources;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads what an app's one container runs: image, command, environment, resources. */
final class ContainerTranslator {
    /** Marathon's name for the one container of an app: the end of a task id. */
    static final String NAME = "app";

    private static final double CPUS_MIN = 0.001;
    private static final double CPUS_MAX = 1_000_000;
    private static final double MIB_MAX = 1e12;
    static final int GPUS_MAX = 10_000;
    private static final String UNLIMITED = "unlimited";

    private ContainerTranslator() {}

    static @Nullable ContainerSpec container(
            Fields fields,
            @Nullable WorkloadId id,
            List<PortSpec> ports,
            Map<String, String> labels,
            Map<String, String> notes) {
        var container = fields.object("container");
        var docker = container == null ? null : docker(container, notes);
        var image = docker == null ? null : image(docker);
        var command = command(fields, docker != null);
        var resources = resources(fields, notes);
        var limits = limits(fields, resources, notes);
        var user = fields.text("user");
        var environment = environment(fields, "env");
        boolean terminal = fields.flag("tty", false);
        if (fields.has("tty")) {
            notes.put(Notes.TTY, Boolean.toString(terminal));
        }
        boolean privileged = docker != null && docker.flag("privileged", false);
        var parameters = docker == null ? List.<EngineParameter>of() : parameters(docker);
        var isolation = container == null
                ? null
                : LinuxTranslator.ofApp(LinuxTranslator.read(container), docker != null, container);
        if (command == null || id == null || (docker != null && image == null)) {
            return null;
        }
        return ContainerSpec.of(NAME, image, command, resources).toBuilder()
                .environment(environment)
                .derived(InjectedVariables.of(id, image, resources, ports, labels))
                .limits(limits)
                .user(user)
                .privileged(privileged)
                .terminal(terminal)
                .parameters(parameters)
                .isolation(isolation)
                .build();
    }

    private static @Nullable Fields docker(Fields container, Map<String, String> notes) {
        container.known(Set.of("type", "docker", "volumes", "portMappings", "linuxInfo"));
        var type = container.text("type");
        if (type != null && !type.equals("DOCKER") && !type.equals("MESOS")) {
            container.faults().rule(container.path("type"), "is neither DOCKER nor MESOS");
        }
        notes.put(Notes.CONTAINER_TYPE, type == null ? "DOCKER" : type);
        var docker = container.object("docker");
        if (docker == null) {
            if (!"MESOS".equals(type)) {
                container.faults().rule(container.path("docker"), "is needed for the type DOCKER");
            }
            return null;
        }
        docker.known(Set.of(
                "image",
                "forcePullImage",
                "privileged",
                "parameters",
                "network",
                "portMappings",
                "credential",
                "pullConfig"));
        for (var name : List.of("credential", "pullConfig")) {
            if (docker.has(name)) {
                docker.faults().unsupported(docker.path(name));
            }
        }
        return docker;
    }

    private static @Nullable ImageSpec image(Fields docker) {
        var reference = docker.text("image");
        boolean forcePull = docker.flag("forcePullImage", false);
        if (reference == null) {
            if (!docker.has("image")) {
                docker.faults().missing(docker.path("image"));
            }
            return null;
        }
        if (reference.isBlank()) {
            docker.faults().rule(docker.path("image"), "must not be empty");
            return null;
        }
        return new ImageSpec(reference, forcePull);
    }

    private static List<EngineParameter> parameters(Fields docker) {
        var parameters = new ArrayList<EngineParameter>();
        for (var parameter : docker.objects("parameters")) {
            parameter.known(Set.of("key", "value"));
            var key = parameter.text("key");
            var value = parameter.text("value");
            if (key == null || key.isEmpty()) {
                parameter.faults().rule(parameter.path("key"), "is needed");
            } else {
                parameters.add(new EngineParameter(key, value == null ? "" : value));
            }
        }
        return parameters;
    }

    private static @Nullable CommandSpec command(Fields fields, boolean hasImage) {
        var line = fields.text("cmd");
        var arguments = fields.texts("args");
        if (line != null && !arguments.isEmpty()) {
            fields.faults().rule(fields.path(""), "AppDefinition must contain either 'cmd' or 'args', not both");
            return null;
        }
        if (line != null) {
            if (line.isEmpty()) {
                fields.faults().rule(fields.path("cmd"), "must not be empty");
                return null;
            }
            return new CommandSpec.Shell(line);
        }
        if (!arguments.isEmpty()) {
            return new CommandSpec.Arguments(arguments);
        }
        if (hasImage) {
            return new CommandSpec.ImageDefault();
        }
        fields.faults()
                .rule(
                        fields.path(""),
                        "AppDefinition must contain one of 'cmd', 'args', or a 'container' with an image");
        return null;
    }

    /** Variables that are texts; anything else is noted. */
    static Map<String, String> environment(Fields fields, String name) {
        return fields.textMap(name, (key, value) -> {
            if (value.isObject()) {
                return "secrets are not supported yet";
            }
            return key.isEmpty() || key.contains("=") ? "is no name for a variable" : null;
        });
    }

    private static Resources resources(Fields fields, Map<String, String> notes) {
        double cpus = fields.number("cpus", 1, CPUS_MIN, CPUS_MAX);
        double memory = fields.number("mem", 128, 0, MIB_MAX);
        double disk = fields.number("disk", 0, 0, MIB_MAX);
        noteFraction(memory, Notes.MEMORY, notes);
        noteFraction(disk, Notes.DISK, notes);
        return new Resources(
                Math.max(1, Math.round(cpus * 1000)),
                (long) Math.ceil(memory),
                (long) Math.ceil(disk),
                fields.whole("gpus", 0, 0, GPUS_MAX),
                CustomResources.ofApp(fields));
    }

    private static void noteFraction(double value, String note, Map<String, String> notes) {
        if (value != Math.rint(value)) {
            notes.put(note, Double.toString(value));
        }
    }

    static ResourceLimits limits(Fields fields, Resources resources, Map<String, String> notes) {
        var limits = fields.object("resourceLimits");
        if (limits == null) {
            return ResourceLimits.memoryOf(resources);
        }
        limits.known(Set.of("cpus", "mem"));
        notes.put(Notes.LIMITS, fields.node("resourceLimits").toString());
        var cpus = limit(limits, "cpus", resources.cpus());
        var memory = limit(limits, "mem", (double) resources.memoryMib());
        return new ResourceLimits(
                cpus == null ? null : Long.valueOf(Math.round(cpus * 1000)),
                !limits.has("mem")
                        ? Long.valueOf(resources.memoryMib())
                        : memory == null ? null : Long.valueOf((long) Math.ceil(memory)));
    }

    /** Null for no limit. */
    private static @Nullable Double limit(Fields limits, String name, double requested) {
        JsonNode value = limits.node(name);
        if (!limits.has(name) || value.isTextual() && value.textValue().equals(UNLIMITED)) {
            return null;
        }
        if (value.isTextual()) {
            limits.faults().rule(limits.path(name), "is neither a number nor 'unlimited'");
            return null;
        }
        return limits.number(name, requested, requested, MIB_MAX);
    }
}
