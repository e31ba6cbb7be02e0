package io.troupe.node.engine.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.troupe.cluster.access.InstanceAccess.LogRequest;
import io.troupe.node.engine.ContainerIdentity;
import io.troupe.node.engine.ContainerPlan;
import io.troupe.node.engine.EngineContainer.State;
import io.troupe.protocol.identity.InstanceId;
import io.troupe.protocol.identity.NodeId;
import io.troupe.protocol.identity.WorkloadId;
import io.troupe.protocol.workload.ContainerSpec;
import io.troupe.protocol.workload.InstancePlace;
import io.troupe.protocol.workload.NetworkSpec;
import io.troupe.protocol.workload.Resources;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("real")
class ProcessEngineTest {
    @TempDir
    Path folder;

    @Test
    void aProcessRunsWithItsEnvironmentAndItsExitCodeIsKnown() throws IOException {
        try (var engine = new ProcessEngine(folder)) {
            var id = engine.create(plan("echo \"$GREETING\"; exit 3"));
            engine.start(id);
            await().until(() -> state(engine, id) == State.ENDED);

            assertThat(engine.find(id).orElseThrow().exitCode()).isEqualTo(3);
            try (var log = engine.logs(id, new LogRequest(null, true, true, false, null, null))) {
                assertThat(log.next().orElseThrow().bytes().utf8String()).isEqualTo("hello\n");
            }
            engine.remove(id);
            assertThat(engine.list()).isEmpty();
        }
    }

    @Test
    void aProcessOutlivesItsEngineAndIsStoppedByTheNextOne() throws IOException {
        String id;
        try (var first = new ProcessEngine(folder)) {
            id = first.create(plan("sleep 600"));
            first.start(id);
        }
        try (var second = new ProcessEngine(folder)) {
            assertThat(state(second, id)).isEqualTo(State.RUNNING);
            second.stop(id, Duration.ofSeconds(5));
            var ended = second.find(id).orElseThrow();
            assertThat(ended.state()).isEqualTo(State.ENDED);
            assertThat(ended.exitCode()).isEqualTo(143);
            second.remove(id);
        }
    }

    @Test
    void whoIgnoresTheStopSignalIsKilledAfterTheGracePeriod() throws IOException {
        try (var engine = new ProcessEngine(folder)) {
            var id = engine.create(plan("trap '' TERM; touch ready; sleep 600"));
            engine.start(id);
            await().until(() -> Files.exists(folder.resolve("sandbox/ready")));
            engine.stop(id, Duration.ofMillis(200));
            assertThat(engine.find(id).orElseThrow().exitCode()).isEqualTo(137);
            engine.remove(id);
        }
    }

    private static State state(ProcessEngine engine, String id) {
        return engine.find(id).orElseThrow().state();
    }

    private ContainerPlan plan(String line) throws IOException {
        var sandbox = Files.createDirectories(folder.resolve("sandbox"));
        var workload = WorkloadId.of("/shop/web");
        var place = new InstancePlace(NodeId.of("node-1"), "127.0.0.1", List.of());
        var resources = Resources.of(0.1, 32);
        return new ContainerPlan(
                new ContainerIdentity(
                        workload,
                        InstanceId.mint(workload, "1"),
                        "main",
                        1,
                        0,
                        Instant.EPOCH,
                        place,
                        resources,
                        Duration.ofSeconds(1)),
                ContainerSpec.process("main", line, resources),
                Map.of("GREETING", "hello"),
                NetworkSpec.HOST,
                null,
                List.of(),
                sandbox);
    }
}
