package io.troupe.node.engine.docker;

import io.troupe.node.engine.ContainerEngine;
import io.troupe.node.engine.ContainerIdentity;
import io.troupe.node.engine.ContainerPlan;
import io.troupe.node.engine.EngineUnderTest;
import io.troupe.protocol.identity.InstanceId;
import io.troupe.protocol.identity.NodeId;
import io.troupe.protocol.identity.WorkloadId;
import io.troupe.protocol.workload.AssignedPort;
import io.troupe.protocol.workload.CommandSpec;
import io.troupe.protocol.workload.ContainerSpec;
import io.troupe.protocol.workload.InstancePlace;
import io.troupe.protocol.workload.NetworkSpec;
import io.troupe.protocol.workload.PortProtocol;
import io.troupe.protocol.workload.ResourceLimits;
import io.troupe.protocol.workload.Resources;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** The Docker engine of this machine, as a node of its own. */
final class DockerUnderTest implements EngineUnderTest {
    static final String IMAGE = "troupe-test/busybox:1";

    private final DockerSettings settings;
    private final DockerTimes times;
    private final Path sandboxes;

    DockerUnderTest(Path sandboxes) {
        this(sandboxes, DockerHost.standard());
    }

    DockerUnderTest(Path sandboxes, DockerHost host) {
        this(sandboxes, host, DockerTimes.STANDARD);
    }

    DockerUnderTest(Path sandboxes, DockerHost host, DockerTimes times) {
        this.sandboxes = sandboxes;
        this.times = times;
        settings = new DockerSettings(
                host, new NodeId("test-" + UUID.randomUUID()), sandboxes.resolve("config.json"), "127.0.0.1");
    }

    DockerSettings settings() {
        return settings;
    }

    @Override
    public ContainerEngine open() {
        return new DockerEngine(settings, times);
    }

    @Override
    public ContainerPlan plan(CommandSpec command) {
        return plan(
                ContainerSpec.inImage("main", IMAGE, command, new Resources(100, 32, 0, 0)),
                NetworkSpec.HOST,
                List.of());
    }

    ContainerPlan plan(String line, ResourceLimits limits) {
        var plain = ContainerSpec.inImage("main", IMAGE, new CommandSpec.Shell(line), new Resources(100, 32, 0, 0));
        return plan(plain.toBuilder().limits(limits).build(), NetworkSpec.HOST, List.of());
    }

    ContainerPlan plan(ContainerSpec container, NetworkSpec network, List<AssignedPort> ports) {
        var workload = WorkloadId.of("/test/docker");
        var instance = InstanceId.mint(workload, UUID.randomUUID().toString());
        try {
            var sandbox = Files.createDirectory(sandboxes.resolve(instance.value()));
            return new ContainerPlan(
                    new ContainerIdentity(
                            workload,
                            instance,
                            container.name(),
                            1,
                            0,
                            Instant.ofEpochMilli(1_700_000_000_123L),
                            new InstancePlace(settings.node(), "127.0.0.1", ports),
                            container.resources(),
                            Duration.ofSeconds(3)),
                    container,
                    Map.of("GREETING", "hello", "MESOS_SANDBOX", DockerSettings.SANDBOX),
                    network,
                    null,
                    ports.stream()
                            .map(port -> new ContainerPlan.PlannedPort(port, Set.of(PortProtocol.TCP)))
                            .toList(),
                    sandbox,
                    List.of());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
