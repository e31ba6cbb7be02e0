package io.troupe.node.engine.docker;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.troupe.node.engine.ContainerPlan;
import io.troupe.node.engine.EngineException;
import io.troupe.protocol.workload.CommandSpec;
import io.troupe.protocol.workload.ContainerSpec;
import io.troupe.protocol.workload.NetworkMode;
import java.util.Locale;
import java.util.TreeMap;

/**
 * What creates a container: its name, which keeps a second one from being made, and the body for the engine.
 *
 * @param name the container's name
 * @param body the body of {@code POST /containers/create}
 */
record CreateRequest(String name, ObjectNode body) {
    static final long SHARES_PER_CORE = 1024;
    static final long SHARES_MIN = 2;
    static final long QUOTA_PERIOD_MICROS = 100_000;
    static final long MIB = 1024 * 1024;
    /** The engine refuses less. */
    static final long MEMORY_MIB_MIN = 6;

    private static final String UNIQUE_PART = ".instance-";

    /** The request for a plan. Nothing but its arguments decides what it is. */
    static CreateRequest of(ContainerPlan plan, DockerSettings settings) {
        var container = plan.container();
        var body = JsonNodeFactory.instance.objectNode();
        body.put("Image", image(container));
        command(container.command(), body);
        var environment = new TreeMap<>(plan.environment());
        if (container.user() != null) {
            body.put("User", container.user());
        }
        body.put("Tty", container.terminal());
        var labels = body.putObject("Labels");
        var host = body.putObject("HostConfig");
        network(plan, settings, body, host);
        limits(container, host);
        host.put("Privileged", container.privileged());
        if (settings.host().local()) {
            host.withArray("Binds").add(plan.sandbox().toAbsolutePath() + ":" + DockerSettings.SANDBOX);
        }
        var log = host.putObject("LogConfig");
        log.put("Type", "json-file");
        log.putObject("Config")
                .put("max-size", DockerSettings.LOG_FILE_SIZE_MAX)
                .put("max-file", Integer.toString(DockerSettings.LOG_FILES_MAX));
        host.putObject("RestartPolicy").put("Name", "no");
        new RunOptions(body, host, environment).applyAll(container.parameters());
        plan.identity().labels().forEach(labels::put);
        var variables = body.putArray("Env");
        environment.forEach((key, value) -> variables.add(key + "=" + value));
        return new CreateRequest(name(plan), body);
    }

    static String image(ContainerSpec container) {
        if (container.image() == null) {
            throw new EngineException(
                    EngineException.Kind.REFUSED_BY_ENGINE, "a container without an image cannot run in Docker");
        }
        return container.image().reference();
    }

    /** The part of the instance's id that is unique, and which of its containers it is. */
    private static String name(ContainerPlan plan) {
        var instance = plan.identity().instance().value();
        int unique = instance.lastIndexOf(UNIQUE_PART);
        var shortened = unique < 0 ? instance : instance.substring(unique + UNIQUE_PART.length());
        return ("troupe-" + shortened + "." + plan.identity().container()).replaceAll("[^a-zA-Z0-9_.-]", "_");
    }

    private static void command(CommandSpec command, ObjectNode body) {
        switch (command) {
            case CommandSpec.Shell(String line) ->
                body.putArray("Entrypoint").add("/bin/sh").add("-c").add(line);
            case CommandSpec.Arguments(var values) -> values.forEach(body.putArray("Cmd")::add);
            case CommandSpec.ImageDefault() -> {}
        }
    }

    private static void network(ContainerPlan plan, DockerSettings settings, ObjectNode body, ObjectNode host) {
        if (plan.networkOf() != null) {
            host.put("NetworkMode", "container:" + plan.networkOf());
            return;
        }
        host.put("NetworkMode", networkMode(plan));
        if (plan.network().mode() == NetworkMode.HOST) {
            return;
        }
        var exposed = body.putObject("ExposedPorts");
        var bindings = host.putObject("PortBindings");
        for (var planned : plan.ports()) {
            for (var protocol : planned.protocols()) {
                var key = planned.port().containerPort() + "/" + protocol.name().toLowerCase(Locale.ROOT);
                exposed.putObject(key);
                var hostPort = planned.port().hostPort();
                if (hostPort != null) {
                    ArrayNode list = bindings.withArray("/" + key.replace("/", "~1"));
                    list.addObject().put("HostIp", settings.publishAddress()).put("HostPort", hostPort.toString());
                }
            }
        }
    }

    private static String networkMode(ContainerPlan plan) {
        return switch (plan.network().mode()) {
            case HOST -> "host";
            case BRIDGE -> "bridge";
            case NAMED -> String.valueOf(plan.network().name());
        };
    }

    private static void limits(ContainerSpec container, ObjectNode host) {
        host.put("CpuShares", Math.max(SHARES_MIN, container.resources().cpuMillis() * SHARES_PER_CORE / 1000));
        var cpuMillis = container.limits().cpuMillis();
        if (cpuMillis != null) {
            host.put("CpuPeriod", QUOTA_PERIOD_MICROS);
            // The kernel takes no quota below a millisecond.
            host.put("CpuQuota", Math.max(1_000, cpuMillis * QUOTA_PERIOD_MICROS / 1000));
        }
        var memoryMib = container.limits().memoryMib();
        if (memoryMib != null) {
            long bytes = Math.max(MEMORY_MIB_MIN, memoryMib) * MIB;
            host.put("Memory", bytes);
            // The same for memory and swap together: no swap.
            host.put("MemorySwap", bytes);
        }
    }
}
