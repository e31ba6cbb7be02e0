package io.troupe.node.agent;

import static org.awaitility.Awaitility.await;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.typed.ActorRef;
import io.troupe.cluster.Switchboard;
import io.troupe.cluster.agent.AgentCommand;
import io.troupe.cluster.agent.AgentCommand.Assignment;
import io.troupe.cluster.agent.AgentReports;
import io.troupe.cluster.broker.BrokerCommand;
import io.troupe.node.engine.ContainerEngine;
import io.troupe.protocol.identity.InstanceId;
import io.troupe.protocol.identity.NodeId;
import io.troupe.protocol.identity.WorkloadId;
import io.troupe.protocol.node.NodeDescription.EngineDescription;
import io.troupe.protocol.node.NodeDescription.EngineKind;
import io.troupe.protocol.workload.ContainerSpec;
import io.troupe.protocol.workload.InstancePlace;
import io.troupe.protocol.workload.InstanceReport;
import io.troupe.protocol.workload.InstanceState;
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
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicReference;

/** An agent whose reports are acknowledged and kept, and what the broker hears of it. */
final class AgentUnderTest {
    static final WorkloadId WORKLOAD = WorkloadId.of("/shop/web");
    static final NodeId NODE = NodeId.of("node-1");

    private final ActorTestKit kit;
    private final Path folder;
    private final Map<InstanceId, InstanceReport> latest = new ConcurrentHashMap<>();
    private final Queue<InstanceReport> all = new ConcurrentLinkedQueue<>();
    private final AtomicReference<BrokerCommand.NodeReport> announced = new AtomicReference<>();
    private final AtomicReference<ActorRef<AgentCommand>> agent = new AtomicReference<>();

    AgentUnderTest(ActorTestKit kit, Path folder) {
        this.kit = kit;
        this.folder = folder;
    }

    /** Returns once it takes commands; before that it leaves them to be repeated. */
    void start(ContainerEngine... engines) {
        latest.clear();
        announced.set(null);
        agent.set(kit.spawn(NodeAgent.create(
                AgentSettings.of(folder, "127.0.0.1"), NODE, "test", List.of(engines), switchboard())));
        await().until(() -> announced.get() != null);
    }

    void stop() {
        kit.stop(ref());
    }

    private ActorRef<AgentCommand> ref() {
        return Objects.requireNonNull(agent.get());
    }

    private Switchboard switchboard() {
        return (Switchboard) Proxy.newProxyInstance(
                Switchboard.class.getClassLoader(), new Class<?>[] {Switchboard.class}, (proxy, method, arguments) -> {
                    switch (arguments[0]) {
                        case AgentReports told -> {
                            all.addAll(told.reports());
                            told.reports().forEach(report -> latest.put(report.instance(), report));
                            ref().tell(new AgentCommand.Acknowledge(told.workload(), told.batch()));
                        }
                        case BrokerCommand.NodeReport report -> announced.set(report);
                        default -> throw new AssertionError(method);
                    }
                    return null;
                });
    }

    boolean announcesAsAvailable(EngineKind kind) {
        var report = announced.get();
        return report != null
                && report.node().engines().stream().anyMatch(engine -> engine.kind() == kind && engine.available());
    }

    boolean announcesAsAway(EngineKind kind) {
        var report = announced.get();
        return report != null
                && report.node().engines().stream()
                        .filter(engine -> engine.kind() == kind)
                        .noneMatch(EngineDescription::available);
    }

    boolean holds(InstanceId instance) {
        var report = announced.get();
        return report != null
                && report.holdings().stream()
                        .anyMatch(holding -> holding.instance().equals(instance));
    }

    InstanceReport report(InstanceId instance) {
        return Objects.requireNonNull(latest.get(instance));
    }

    InstanceState state(InstanceId instance) {
        var report = latest.get(instance);
        return report == null ? InstanceState.PLANNED : report.state();
    }

    List<InstanceState> statesOf(InstanceId instance) {
        return all.stream()
                .filter(report -> report.instance().equals(instance))
                .map(InstanceReport::state)
                .distinct()
                .toList();
    }

    InstanceId launch(String unique, ContainerSpec container) {
        var id = InstanceId.mint(WORKLOAD, unique);
        var place = new InstancePlace(NODE, "127.0.0.1", List.of());
        ref().tell(new AgentCommand.Launch(
                WORKLOAD,
                new Revision(1, Instant.EPOCH, WorkloadSpec.of(WORKLOAD, container)),
                List.of(new Assignment(id, 0, place))));
        return id;
    }

    void stop(InstanceId instance) {
        ref().tell(new AgentCommand.Stop(WORKLOAD, List.of(instance), Duration.ofSeconds(2), StopReason.SCALED_DOWN));
    }
}
