package io.troupe.gateway.marathon;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.troupe.gateway.http.Json;
import io.troupe.protocol.workload.CommandSpec;
import io.troupe.protocol.workload.ContainerSpec;
import io.troupe.protocol.workload.NetworkMode;
import io.troupe.protocol.workload.NetworkSpec;
import io.troupe.protocol.workload.PortProtocol;
import io.troupe.protocol.workload.PortSpec;
import io.troupe.protocol.workload.VolumeSpec;
import io.troupe.protocol.workload.WorkloadSpec;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Writes a spec as the app definition it was, with all defaults filled in, as Marathon gives it back. */
final class AppJson {
    private AppJson() {}

    /** The fields that a user defines, ready to be read again. */
    static ObjectNode definition(WorkloadSpec spec, int instances) {
        var container = spec.containers().getFirst();
        var notes = spec.annotations();
        var app = Json.object().put("id", spec.id().path());
        switch (container.command()) {
            case CommandSpec.Shell shell -> app.put("cmd", shell.line());
            case CommandSpec.Arguments arguments -> app.set("args", Json.texts(arguments.values()));
            case CommandSpec.Program program -> app.set("args", Json.texts(program.values()));
            case CommandSpec.ImageDefault _ -> {}
        }
        if (spec.slots() != null) {
            app.set("slots", SlotsJson.json(spec.slots()));
        }
        if (!spec.followsNodes()) {
            app.put("instances", instances);
        }
        app.set("cpus", Json.number(container.resources().cpus()));
        app.set("mem", written(notes, Notes.MEMORY, container.resources().memoryMib()));
        app.set("disk", written(notes, Notes.DISK, container.resources().diskMib()));
        app.put("gpus", container.resources().gpus());
        if (!container.resources().custom().isEmpty()) {
            CustomResources.write(container.resources(), app.putObject("resources"));
        }
        app.put("role", spec.roleOrEverybody());
        if (!spec.roles().isEmpty()) {
            app.set("acceptedResourceRoles", Json.texts(spec.roles()));
        }
        app.put("backoffSeconds", spec.backoff().initial().toSeconds());
        app.set("backoffFactor", Json.number(spec.backoff().factor()));
        app.put("maxLaunchDelaySeconds", spec.backoff().maximum().toSeconds());
        if (!spec.constraints().isEmpty()) {
            app.set("constraints", constraints(spec));
        }
        if (!container.environment().isEmpty()) {
            app.set("env", Json.map(container.environment()));
        }
        app.set("labels", Json.map(spec.labels()));
        if (container.user() != null) {
            app.put("user", container.user());
        }
        app.set("networks", Json.array().add(network(spec.network())));
        boolean requirePorts = "true".equals(notes.get(Notes.REQUIRE_PORTS));
        app.put("requirePorts", requirePorts);
        if (spec.network().mode() == NetworkMode.HOST) {
            app.set("portDefinitions", portDefinitions(spec.ports()));
        }
        if (notes.containsKey(Notes.CONTAINER_TYPE)) {
            app.set("container", container(spec, container));
        }
        app.set("upgradeStrategy", UpgradeStrategy.json(spec.rollout()));
        app.put("killSelection", spec.killSelection().name());
        app.set(UnreachableStrategy.NAME, UnreachableStrategy.json(spec.whenUnreachable()));
        app.set("dependencies", Json.texts(spec.dependencies()));
        var grace = notes.get(Notes.GRACE_SECONDS);
        if (grace != null) {
            app.put("taskKillGracePeriodSeconds", Integer.parseInt(grace));
        }
        var limits = notes.get(Notes.LIMITS);
        if (limits != null) {
            app.set("resourceLimits", Json.read(akka.util.ByteString.fromString(limits)));
        }
        var tty = notes.get(Notes.TTY);
        if (tty != null) {
            app.put("tty", Boolean.parseBoolean(tty));
        }
        if (!container.artifacts().isEmpty()) {
            app.set("fetch", ArtifactJson.json(container.artifacts()));
        }
        HealthJson.definition(spec, app);
        return app;
    }

    /** The definition with what else Marathon shows of an app that uses none of it. */
    static ObjectNode full(WorkloadSpec spec, int instances) {
        var app = definition(spec, instances);
        app.put("instances", instances);
        app.put("executor", "");
        for (var name : List.of("fetch", "healthChecks", "readinessChecks")) {
            if (!app.has(name)) {
                app.putArray(name);
            }
        }
        return app;
    }

    private static com.fasterxml.jackson.databind.JsonNode written(
            Map<String, String> notes, String note, long rounded) {
        var exact = notes.get(note);
        return Json.number(exact == null ? rounded : Double.parseDouble(exact));
    }

    private static ArrayNode constraints(WorkloadSpec spec) {
        var array = Json.array();
        for (var constraint : spec.constraints()) {
            var parts = array.addArray()
                    .add(constraint.field())
                    .add(constraint.operator().name());
            if (constraint.value() != null) {
                parts.add(constraint.value());
            }
        }
        return array;
    }

    static ObjectNode network(NetworkSpec network) {
        var json = Json.object();
        switch (network.mode()) {
            case HOST -> json.put("mode", "host");
            case BRIDGE -> json.put("mode", "container/bridge");
            case NAMED -> json.put("mode", "container").put("name", network.name());
        }
        if (!network.labels().isEmpty()) {
            json.set("labels", Json.map(network.labels()));
        }
        return json;
    }

    private static ArrayNode portDefinitions(List<PortSpec> ports) {
        var array = Json.array();
        for (var port : ports) {
            describe(array.addObject().put("port", port.servicePort()), port);
        }
        return array;
    }

    private static ObjectNode container(WorkloadSpec spec, ContainerSpec container) {
        var json = Json.object().put("type", spec.annotations().get(Notes.CONTAINER_TYPE));
        if (container.image() != null) {
            var docker = json.putObject("docker")
                    .put("image", container.image().reference())
                    .put("forcePullImage", container.image().forcePull())
                    .put("privileged", container.privileged());
            var parameters = docker.putArray("parameters");
            container
                    .parameters()
                    .forEach(parameter ->
                            parameters.addObject().put("key", parameter.key()).put("value", parameter.value()));
        }
        if (container.isolation() != null) {
            json.set("linuxInfo", LinuxTranslator.json(LinuxTranslator.ofApp(container.isolation())));
        }
        var volumes = json.putArray("volumes");
        container
                .mounts()
                .forEach(mount -> volumes.addObject()
                        .put("containerPath", mount.path())
                        .put(
                                "hostPath",
                                spec.volume(mount.volume())
                                        .map(AppJson::hostPath)
                                        .orElse(""))
                        .put("mode", mount.readOnly() ? "RO" : "RW"));
        var mappings = json.putArray("portMappings");
        if (spec.network().mode() != NetworkMode.HOST) {
            for (var port : spec.ports()) {
                var mapping = mappings.addObject().put("containerPort", port.containerPort());
                if (port.hostPort() != null) {
                    mapping.put("hostPort", port.hostPort());
                }
                describe(mapping.put("servicePort", port.servicePort()), port);
            }
        }
        return json;
    }

    private static String hostPath(VolumeSpec volume) {
        return switch (volume.source()) {
            case VolumeSpec.HostPath(var path) -> path;
            case VolumeSpec.SandboxPath(var path) -> path;
            case VolumeSpec.Scratch() -> "";
        };
    }

    private static void describe(ObjectNode json, PortSpec port) {
        json.put("protocol", protocol(port.protocols()));
        if (port.name() != null) {
            json.put("name", port.name());
        }
        json.set("labels", Json.map(new TreeMap<>(port.labels())));
    }

    private static String protocol(Set<PortProtocol> protocols) {
        return protocols.stream()
                .sorted((one, other) -> other.compareTo(one))
                .map(protocol -> protocol.name().toLowerCase(Locale.ROOT))
                .collect(Collectors.joining(","));
    }
}
