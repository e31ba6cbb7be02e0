package io.troupe.node.engine.process;

import io.troupe.node.engine.ContainerEngine;
import io.troupe.node.engine.ContainerIdentity;
import io.troupe.node.engine.ContainerPlan;
import io.troupe.node.engine.EngineUnderTest;
import io.troupe.protocol.identity.InstanceId;
import io.troupe.protocol.identity.NodeId;
import io.troupe.protocol.identity.WorkloadId;
import io.troupe.protocol.workload.CommandSpec;
import io.troupe.protocol.workload.ContainerSpec;
import io.troupe.protocol.workload.InstancePlace;
import io.troupe.protocol.workload.NetworkSpec;
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
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Processes below one data directory, and plans for them. */
final class ProcessUnderTest implements EngineUnderTest {
    private final Path folder;

    ProcessUnderTest(Path folder) {
        this.folder = folder;
    }

    @Override
    public ContainerEngine open() {
        return new ProcessEngine(folder);
    }

    @Override
    public ContainerPlan plan(CommandSpec command) {
        return plan(command, new ResourceLimits(null, 64L), null);
    }

    /** The same in this environment. */
    ContainerPlan with(ContainerPlan plan, Map<String, String> environment) {
        return new ContainerPlan(
                plan.identity(),
                plan.container(),
                environment,
                plan.network(),
                plan.networkOf(),
                plan.ports(),
                plan.sandbox(),
                plan.volumes());
    }

    ContainerPlan plan(CommandSpec command, ResourceLimits limits, @Nullable String user) {
        var workload = WorkloadId.of("/test/process");
        var instance = InstanceId.mint(workload, UUID.randomUUID().toString());
        var resources = Resources.of(0.1, 64);
        try {
            var sandbox = Files.createDirectories(folder.resolve("sandboxes").resolve(instance.value()));
            return new ContainerPlan(
                    new ContainerIdentity(
                            workload,
                            instance,
                            "main",
                            1,
                            0,
                            Instant.EPOCH,
                            new InstancePlace(NodeId.of("node-1"), "127.0.0.1", List.of()),
                            resources,
                            Duration.ofSeconds(3)),
                    ContainerSpec.of("main", null, command, resources).toBuilder()
                            .limits(limits)
                            .user(user)
                            .build(),
                    Map.of("GREETING", "hello", "MESOS_SANDBOX", sandbox.toString()),
                    NetworkSpec.HOST,
                    null,
                    List.of(),
                    sandbox,
                    List.of());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
