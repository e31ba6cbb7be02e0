package io.troupe.node.engine.docker;

import com.github.dockerjava.api.command.CreateContainerCmd;
import com.github.dockerjava.api.model.AccessMode;
import com.github.dockerjava.api.model.Bind;
import com.github.dockerjava.api.model.ExposedPort;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.InternetProtocol;
import com.github.dockerjava.api.model.LogConfig;
import com.github.dockerjava.api.model.Ports;
import com.github.dockerjava.api.model.RestartPolicy;
import com.github.dockerjava.api.model.Volume;
import io.troupe.node.engine.ContainerPlan;
import io.troupe.node.engine.ContainerPlan.PlannedVolume;
import io.troupe.node.engine.EngineException;
import io.troupe.protocol.workload.CommandSpec;
import io.troupe.protocol.workload.ContainerSpec;
import io.troupe.protocol.workload.NetworkMode;
import io.troupe.protocol.workload.PortProtocol;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/** What creates a container. Nothing but a plan and the settings decides what it is. */
final class CreateRequest {
    static final long SHARES_PER_CORE = 1024;
    static final long SHARES_MIN = 2;
    /** The kernel takes no more. */
    static final long SHARES_MAX = 262_144;

    static final long QUOTA_PERIOD_MICROS = 100_000;
    static final long MIB = 1024 * 1024;
    /** The engine refuses less. */
    static final long MEMORY_MIB_MIN = 6;

    private static final String UNIQUE_PART = ".instance-";

    private CreateRequest() {}

    /** A container's name, which keeps a second one from being made: the part of the instance's id that is unique, and which of its containers it is. */
    static String name(ContainerPlan plan) {
        var instance = plan.identity().instance().value();
        int unique = instance.lastIndexOf(UNIQUE_PART);
        var shortened = unique < 0 ? instance : instance.substring(unique + UNIQUE_PART.length());
        return ("troupe-" + shortened + "." + plan.identity().container()).replaceAll("[^a-zA-Z0-9_.-]", "_");
    }

    /** Fills in a command that has its image already. */
    static CreateContainerCmd fill(CreateContainerCmd command, ContainerPlan plan, DockerSettings settings) {
        var container = plan.container();
        if (plan.identity().holdsNetwork()) {
            command.withEntrypoint(PauseImage.PROGRAM);
        } else {
            program(container.command(), command);
        }
        var environment = new TreeMap<>(plan.environment());
        if (container.user() != null) {
            command.withUser(container.user());
        }
        var labels = new LinkedHashMap<String, String>();
        var host = new HostConfig();
        network(plan, settings, command, host);
        limits(container, host);
        host.withPrivileged(container.privileged());
        var binds = new ArrayList<Bind>();
        if (settings.host().local() && !plan.identity().holdsNetwork()) {
            binds.add(new Bind(plan.sandbox().toAbsolutePath().toString(), new Volume(DockerSettings.SANDBOX)));
        }
        plan.volumes().forEach(volume -> binds.add(bind(volume, settings)));
        host.withLogConfig(new LogConfig(
                LogConfig.LoggingType.JSON_FILE,
                Map.of(
                        "max-size",
                        DockerSettings.LOG_FILE_SIZE_MAX,
                        "max-file",
                        Integer.toString(DockerSettings.LOG_FILES_MAX))));
        host.withRestartPolicy(RestartPolicy.noRestart());
        command.withTty(container.terminal());
        new RunOptions(command, host, environment, labels, binds).applyAll(container.parameters());
        IsolationOptions.apply(plan, settings, host);
        labels.putAll(plan.identity().labels());
        return command.withName(name(plan))
                .withLabels(labels)
                .withHostConfig(host.withBinds(binds))
                .withEnv(environment.entrySet().stream()
                        .map(entry -> entry.getKey() + "=" + entry.getValue())
                        .toList());
    }

    private static Bind bind(PlannedVolume volume, DockerSettings settings) {
        if (volume.own() && !settings.host().local()) {
            throw new EngineException(
                    EngineException.Kind.REFUSED_BY_ENGINE,
                    "the volume at " + volume.path()
                            + " lies on this node, and its Docker engine runs on another machine");
        }
        var path = volume.path().startsWith("/") ? volume.path() : DockerSettings.SANDBOX + "/" + volume.path();
        return new Bind(
                volume.source().toString(), new Volume(path), volume.readOnly() ? AccessMode.ro : AccessMode.rw);
    }

    private static void program(CommandSpec spec, CreateContainerCmd command) {
        switch (spec) {
            case CommandSpec.Shell(String line) -> command.withEntrypoint("/bin/sh", "-c", line);
            case CommandSpec.Arguments(var values) -> command.withCmd(values);
            case CommandSpec.Program(var values) -> {
                // What the image says about arguments goes with its entry point.
                command.withEntrypoint(values.getFirst()).withCmd(values.subList(1, values.size()));
            }
            case CommandSpec.ImageDefault() -> {}
        }
    }

    private static void network(
            ContainerPlan plan, DockerSettings settings, CreateContainerCmd command, HostConfig host) {
        if (plan.networkOf() != null) {
            host.withNetworkMode("container:" + plan.networkOf());
            return;
        }
        host.withNetworkMode(networkMode(plan));
        if (plan.network().mode() == NetworkMode.HOST) {
            return;
        }
        if (plan.hostName() != null) {
            command.withHostName(plan.hostName());
        }
        var exposed = new ArrayList<ExposedPort>();
        var bindings = new Ports();
        for (var planned : plan.ports()) {
            for (var protocol : planned.protocols()) {
                var port = new ExposedPort(planned.port().containerPort(), spoken(protocol));
                exposed.add(port);
                var hostPort = planned.port().hostPort();
                if (hostPort != null) {
                    bindings.bind(port, new Ports.Binding(settings.publishAddress(), hostPort.toString()));
                }
            }
        }
        command.withExposedPorts(exposed);
        host.withPortBindings(bindings);
    }

    private static InternetProtocol spoken(PortProtocol protocol) {
        return switch (protocol) {
            case TCP -> InternetProtocol.TCP;
            case UDP -> InternetProtocol.UDP;
        };
    }

    private static String networkMode(ContainerPlan plan) {
        return switch (plan.network().mode()) {
            case HOST -> "host";
            case BRIDGE -> "bridge";
            case NAMED -> String.valueOf(plan.network().name());
        };
    }

    private static void limits(ContainerSpec container, HostConfig host) {
        host.withCpuShares(
                (int) Math.clamp(container.resources().cpuMillis() * SHARES_PER_CORE / 1000, SHARES_MIN, SHARES_MAX));
        var cpuMillis = container.limits().cpuMillis();
        if (cpuMillis != null) {
            host.withCpuPeriod(QUOTA_PERIOD_MICROS);
            // The kernel takes no quota below a millisecond.
            host.withCpuQuota(Math.max(1_000, cpuMillis * QUOTA_PERIOD_MICROS / 1000));
        }
        var memoryMib = container.limits().memoryMib();
        if (memoryMib != null) {
            long bytes = Math.max(MEMORY_MIB_MIN, memoryMib) * MIB;
            host.withMemory(bytes);
            // The same for memory and swap together: no swap.
            host.withMemorySwap(bytes);
        }
    }
}
