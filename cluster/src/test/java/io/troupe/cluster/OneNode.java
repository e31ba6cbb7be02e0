package io.troupe.cluster;

import static org.awaitility.Awaitility.await;

import akka.actor.typed.ActorSystem;
import akka.actor.typed.Behavior;
import akka.actor.typed.Props;
import akka.actor.typed.javadsl.Behaviors;
import com.typesafe.config.ConfigFactory;
import io.troupe.cluster.agent.AgentCommand;
import io.troupe.cluster.agent.AgentReports;
import io.troupe.cluster.broker.BrokerCommand;
import io.troupe.persistence.feed.InMemoryFeed;
import io.troupe.persistence.history.InMemoryHistory;
import io.troupe.persistence.roster.InMemoryRoster;
import io.troupe.persistence.testing.InMemoryJournal;
import io.troupe.protocol.deployment.DeploymentPlan;
import io.troupe.protocol.deployment.DeploymentReply;
import io.troupe.protocol.identity.DeploymentId;
import io.troupe.protocol.identity.InstanceId;
import io.troupe.protocol.identity.NodeId;
import io.troupe.protocol.identity.WorkloadId;
import io.troupe.protocol.node.NodeDescription;
import io.troupe.protocol.workload.Cause;
import io.troupe.protocol.workload.Change;
import io.troupe.protocol.workload.ContainerSpec;
import io.troupe.protocol.workload.Ending;
import io.troupe.protocol.workload.InstanceReport;
import io.troupe.protocol.workload.InstanceState;
import io.troupe.protocol.workload.Resources;
import io.troupe.protocol.workload.WorkloadSpec;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/** A cluster of one real node with an agent that says at once that it does what it is told. */
final class OneNode implements AutoCloseable {
    static final NodeId NODE = NodeId.of("n1");

    private final NodeId node;

    private static final Cause CAUSE = Cause.of("test", "asked for");

    final ActorSystem<Void> system;
    final ClusterRuntime runtime;
    final InMemoryRoster roster = new InMemoryRoster();
    final InMemoryFeed feed = new InMemoryFeed();
    final TestJournalWatch journal = new TestJournalWatch();

    OneNode() {
        this(ClusterSettings.of("127.0.0.1:8080"));
    }

    OneNode(ClusterSettings settings) {
        this(settings, NODE);
    }

    OneNode(ClusterSettings settings, NodeId node) {
        this.node = node;
        var config = InMemoryJournal.config()
                .withFallback(ConfigFactory.parseString("""
                        akka.remote.artery.canonical { hostname = "127.0.0.1", port = 0 }
                        akka.loglevel = WARNING
                        akka.actor.serialize-messages = off
                        akka.coordinated-shutdown.exit-jvm = off
                        """))
                .withFallback(ClusterConfig.of())
                .withFallback(ConfigFactory.load());
        system = ActorSystem.create(Behaviors.empty(), "troupe", config);
        runtime = ClusterRuntime.start(
                system,
                settings,
                roster,
                feed,
                new InMemoryHistory(),
                journal,
                InstantSource.system(),
                () -> UUID.randomUUID().toString());
        runtime.registerAgent(node, system.systemActorOf(agent(runtime.switchboard()), "test-agent", Props.empty()));
    }

    ControlPlane plane() {
        return runtime.controlPlane();
    }

    /** Returns once changes are taken. */
    OneNode awaitReady() {
        await().atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(10))
                .until(() -> plane().readiness().ready());
        return this;
    }

    DeploymentReply submit(WorkloadId workload, Change change) {
        return submit(workload, change, false);
    }

    DeploymentReply submit(WorkloadId workload, Change change, boolean force) {
        return answer(plane().submit(
                        DeploymentPlan.of(
                                DeploymentId.of(UUID.randomUUID().toString()),
                                Instant.now().truncatedTo(ChronoUnit.MILLIS),
                                workload,
                                change),
                        force,
                        CAUSE));
    }

    void awaitNoDeployment() {
        await().atMost(Duration.ofSeconds(20))
                .until(() -> answer(plane().deployments()).isEmpty());
    }

    static WorkloadSpec spec(WorkloadId workload, int memoryMib) {
        return WorkloadSpec.of(workload, ContainerSpec.process("main", "true", Resources.of(0.001, memoryMib)));
    }

    static <T> T answer(CompletionStage<T> stage) {
        return stage.toCompletableFuture().orTimeout(20, TimeUnit.SECONDS).join();
    }

    private static InstanceReport report(InstanceId id, InstanceState state) {
        return InstanceReport.seen(id, state, Instant.now())
                .withEnding(state.hasEnded() ? new Ending(143, false) : null);
    }

    private BrokerCommand report(long number) {
        return new BrokerCommand.NodeReport(
                new NodeDescription(
                        node,
                        "127.0.0.1",
                        new Resources(8_000, 8192, 10_000, 0),
                        List.of(new NodeDescription.PortRange(31_000, 32_000)),
                        Map.of(),
                        null,
                        null,
                        List.of("*"),
                        List.of(new NodeDescription.EngineDescription(
                                NodeDescription.EngineKind.PROCESSES, "test", "1", true)),
                        "test"),
                1,
                number,
                true,
                List.of());
    }

    private Behavior<AgentCommand> agent(Switchboard switchboard) {
        return Behaviors.setup(context -> {
            var numbers = new long[] {0};
            switchboard.tellBroker(report(++numbers[0]));
            return Behaviors.receiveMessage(command -> {
                switch (command) {
                    case AgentCommand.Announce announce -> switchboard.tellBroker(report(++numbers[0]));
                    case AgentCommand.Launch launch -> {
                        var reports = new ArrayList<InstanceReport>();
                        launch.instances().forEach(one -> {
                            reports.add(report(one.instance(), InstanceState.RUNNING));
                        });
                        switchboard.tell(new AgentReports(node, launch.workload(), ++numbers[0], reports));
                    }
                    case AgentCommand.Stop stop ->
                        switchboard.tell(new AgentReports(
                                node,
                                stop.workload(),
                                ++numbers[0],
                                stop.instances().stream()
                                        .map(id -> report(id, InstanceState.KILLED))
                                        .toList()));
                    case AgentCommand.Inquire inquire -> {}
                    case AgentCommand.Acknowledge acknowledge -> {}
                }
                return Behaviors.same();
            });
        });
    }

    @Override
    public void close() {
        system.terminate();
        system.getWhenTerminated().toCompletableFuture().join();
    }
}
