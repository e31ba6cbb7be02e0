package io.troupe.node.engine.simulated;

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
import io.troupe.protocol.workload.Resources;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** A simulated machine and plans for it. */
final class SimulatedUnderTest implements EngineUnderTest {
    private final SimulatedContainers containers;
    private int plans;

    SimulatedUnderTest(SimulatedContainers containers) {
        this.containers = containers;
    }

    @Override
    public ContainerEngine open() {
        return new SimulatedEngine(containers);
    }

    @Override
    public ContainerPlan plan(CommandSpec command) {
        var workload = WorkloadId.of("/test/simulated");
        var resources = Resources.of(0.1, 32);
        return new ContainerPlan(
                new ContainerIdentity(
                        workload,
                        InstanceId.mint(workload, Integer.toString(plans++)),
                        "main",
                        1,
                        0,
                        Instant.EPOCH,
                        new InstancePlace(NodeId.of("node-1"), "127.0.0.1", List.of()),
                        resources,
                        Duration.ofSeconds(3)),
                ContainerSpec.inImage("main", "simulated:1", command, resources),
                Map.of(),
                NetworkSpec.HOST,
                null,
                List.of(),
                Path.of("/nonexistent"),
                List.of());
    }
}
