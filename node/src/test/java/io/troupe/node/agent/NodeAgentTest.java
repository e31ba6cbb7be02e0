package io.troupe.node.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.typed.ActorRef;
import io.troupe.cluster.Switchboard;
import io.troupe.cluster.agent.AgentCommand;
import io.troupe.cluster.agent.AgentCommand.Assignment;
import io.troupe.cluster.agent.AgentReports;
import io.troupe.cluster.broker.BrokerCommand;
import io.troupe.node.engine.process.ProcessEngine;
import io.troupe.protocol.identity.InstanceId;
import io.troupe.protocol.identity.NodeId;
import io.troupe.protocol.identity.WorkloadId;
import io.troupe.protocol.workload.ContainerSpec;
import io.troupe.protocol.workload.Ending;
import io.troupe.protocol.workload.InstancePlace;
import io.troupe.protocol.workload.InstanceReport;
import io.troupe.protocol.workload.InstanceState;
import io.troupe.protocol.workload.Resources;
import io.troupe.protocol.workload.Revision;
import io.troupe.protocol.workload.StopReason;
import io.troupe.protocol.workload.WorkloadSpec;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("real")
class NodeAgentTest {
    private static final ActorTestKit KIT = ActorTestKit.create();
    private static final WorkloadId WORKLOAD = WorkloadId.of("/shop/web");
    private static final NodeId NODE = NodeId.of("node-1");

    @TempDir
    Path folder;

    private final Map<InstanceId, InstanceReport> reports = new ConcurrentHashMap<>();
    private final AtomicReference<BrokerCommand.NodeReport> announced = new AtomicReference<>();
    private final AtomicReference<ActorRef<AgentCommand>> acknowledgeTo = new AtomicReference<>();

    @AfterAll
    static void end() {
        KIT.shutdownTestKit();
    }

    @Test
    void aProcessIsRunReportedAdoptedAndStopped() {
        var running = InstanceId.mint(WORKLOAD, "1");
        var brief = InstanceId.mint(WORKLOAD, "2");
        try (var engine = new ProcessEngine(folder)) {
            var agent = start(engine);
            await().until(() -> announced.get() != null);
            agent.tell(launch(running, "sleep 600"));
            agent.tell(launch(brief, "exit 7"));
            await().untilAsserted(() -> assertThat(state(running)).isEqualTo(InstanceState.RUNNING));
            await().untilAsserted(() -> assertThat(state(brief)).isEqualTo(InstanceState.FAILED));
            assertThat(report(brief).ending()).isEqualTo(new Ending(7, false));
            KIT.stop(agent);
        }
        var container = report(running).containers();
        reports.clear();
        try (var engine = new ProcessEngine(folder)) {
            var agent = start(engine);
            await().untilAsserted(() -> assertThat(state(running)).isEqualTo(InstanceState.RUNNING));
            assertThat(report(running).containers()).isEqualTo(container);
            agent.tell(launch(brief, "exit 0"));
            agent.tell(
                    new AgentCommand.Stop(WORKLOAD, List.of(running), Duration.ofSeconds(2), StopReason.SCALED_DOWN));
            await().untilAsserted(() -> assertThat(state(running)).isEqualTo(InstanceState.KILLED));
            await().untilAsserted(() -> assertThat(state(brief)).isEqualTo(InstanceState.FAILED));
            KIT.stop(agent);
        }
    }

    private InstanceReport report(InstanceId instance) {
        return Objects.requireNonNull(reports.get(instance));
    }

    private InstanceState state(InstanceId instance) {
        var report = reports.get(instance);
        return report == null ? InstanceState.PLANNED : report.state();
    }

    private ActorRef<AgentCommand> start(ProcessEngine engine) {
        var switchboard = (Switchboard) Proxy.newProxyInstance(
                Switchboard.class.getClassLoader(), new Class<?>[] {Switchboard.class}, (proxy, method, arguments) -> {
                    switch (arguments[0]) {
                        case AgentReports told -> {
                            told.reports().forEach(report -> reports.put(report.instance(), report));
                            Objects.requireNonNull(acknowledgeTo.get())
                                    .tell(new AgentCommand.Acknowledge(told.workload(), told.batch()));
                        }
                        case BrokerCommand.NodeReport report -> announced.set(report);
                        default -> throw new AssertionError(method);
                    }
                    return null;
                });
        var agent = KIT.spawn(
                NodeAgent.create(AgentSettings.of(folder, "127.0.0.1"), NODE, "test", List.of(engine), switchboard));
        acknowledgeTo.set(agent);
        return agent;
    }

    private static AgentCommand launch(InstanceId instance, String line) {
        var resources = Resources.of(0.1, 32);
        var spec = WorkloadSpec.of(WORKLOAD, ContainerSpec.process("main", line, resources));
        var place = new InstancePlace(NODE, "127.0.0.1", List.of());
        return new AgentCommand.Launch(
                WORKLOAD, new Revision(1, Instant.EPOCH, spec), List.of(new Assignment(instance, 0, place)));
    }
}
