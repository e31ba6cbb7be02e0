package io.troupe.node.agent;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.PostStop;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import akka.actor.typed.javadsl.TimerScheduler;
import io.troupe.cluster.Switchboard;
import io.troupe.cluster.agent.AgentCommand;
import io.troupe.cluster.agent.AgentDecisions;
import io.troupe.cluster.agent.AgentEffect;
import io.troupe.cluster.agent.AgentInput;
import io.troupe.cluster.agent.AgentState;
import io.troupe.cluster.broker.BrokerCommand.Holding;
import io.troupe.cluster.broker.BrokerCommand.NodeReport;
import io.troupe.node.engine.ContainerEngine;
import io.troupe.node.engine.ContainerIdentity;
import io.troupe.node.engine.EngineEvent;
import io.troupe.protocol.identity.InstanceId;
import io.troupe.protocol.identity.NodeId;
import io.troupe.protocol.workload.Ending;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The agent of this node. It hands what it hears to {@link AgentDecisions} and carries out what that wishes, through engine calls on virtual
 * threads, at most {@value #OPERATIONS_MAX} at once.
 */
public final class NodeAgent extends AbstractBehavior<Object> {
    private static final Logger LOG = LoggerFactory.getLogger(NodeAgent.class);
    static final int OPERATIONS_MAX = 64;
    private static final Duration TICK = Duration.ofMillis(100);
    private static final Duration LIST_AGAIN = Duration.ofSeconds(1);

    private final Engines engines;
    private final Sandboxes sandboxes;
    private final Switchboard switchboard;
    private final InstantSource clock;
    private final ActorRef<Object> self;
    private final TimerScheduler<Object> timers;
    private final ExecutorService operations = Executors.newVirtualThreadPerTaskExecutor();
    private final Semaphore permits = new Semaphore(OPERATIONS_MAX);
    private final List<ContainerEngine.Subscription> subscriptions = new ArrayList<>();
    private final Map<InstanceId, InstanceRunner> runners = new HashMap<>();
    private AgentState state;

    /** @param engines are not closed by the agent; stopping the agent leaves all containers as they are */
    public static Behavior<AgentCommand> create(
            AgentSettings settings,
            NodeId node,
            String version,
            List<ContainerEngine> engines,
            Switchboard switchboard) {
        return Behaviors.<Object>setup(context -> Behaviors.withTimers(
                        timers -> new NodeAgent(context, timers, settings, node, version, engines, switchboard)))
                .narrow();
    }

    private NodeAgent(
            ActorContext<Object> context,
            TimerScheduler<Object> timers,
            AgentSettings settings,
            NodeId node,
            String version,
            List<ContainerEngine> engines,
            Switchboard switchboard) {
        super(context);
        this.engines = new Engines(List.copyOf(engines));
        this.sandboxes = new Sandboxes(settings.sandboxes());
        this.switchboard = switchboard;
        this.clock = InstantSource.system();
        this.self = context.getSelf();
        this.timers = timers;
        this.state = AgentState.starting(Machine.describe(settings, node, version, engines), clock.instant());
        for (var engine : engines) {
            subscriptions.add(engine.subscribe(event -> self.tell(new Heard(engine, event))));
        }
        timers.startTimerWithFixedDelay("tick", new AgentInput.Tick(), TICK);
        list();
    }

    @Override
    public Receive<Object> createReceive() {
        return newReceiveBuilder()
                .onMessage(AgentCommand.class, command -> take(new AgentInput.Asked(command)))
                .onMessage(AgentInput.class, this::take)
                .onMessage(Heard.class, this::heard)
                .onMessage(ListAgain.class, again -> {
                    list();
                    return this;
                })
                .onMessage(ListingFailed.class, failed -> {
                    getContext()
                            .getLog()
                            .warn(
                                    "engines do not answer node={} reason={}",
                                    state.node().id(),
                                    failed.reason());
                    timers.startSingleTimer("list", new ListAgain(), LIST_AGAIN);
                    return this;
                })
                .onSignal(PostStop.class, stopped -> {
                    subscriptions.forEach(ContainerEngine.Subscription::close);
                    operations.shutdownNow();
                    return this;
                })
                .build();
    }

    private Behavior<Object> take(AgentInput input) {
        var decision = AgentDecisions.decide(state, input, now());
        state = decision.state();
        decision.effects().forEach(this::carryOut);
        return this;
    }

    private Instant now() {
        return Instant.ofEpochMilli(clock.millis());
    }

    private void carryOut(AgentEffect effect) {
        var log = getContext().getLog();
        switch (effect) {
            case AgentEffect.Run run -> {
                var id = run.assignment().instance();
                log.info("run instance={} revision={}", id, run.revision().number());
                var runner = runner(id);
                operate(id, runner, () -> runner.run(run.revision(), run.assignment()));
            }
            case AgentEffect.Stop stop -> {
                log.info(
                        "stop instance={} graceMillis={}",
                        stop.instance(),
                        stop.grace().toMillis());
                var runner = runner(stop.instance());
                runner.cancel();
                operate(stop.instance(), runner, () -> runner.stop(stop.grace()));
            }
            case AgentEffect.Remove remove -> {
                var runner = runner(remove.instance());
                runners.remove(remove.instance());
                operate(remove.instance(), runner, runner::remove);
            }
            case AgentEffect.Report report -> switchboard.tell(report.reports());
            case AgentEffect.Announce announce ->
                switchboard.tellBroker(
                        new NodeReport(state.node(), state.incarnation(), announce.number(), true, holdings(announce)));
        }
    }

    private static List<Holding> holdings(AgentEffect.Announce announce) {
        return announce.live().stream()
                .map(held -> new Holding(held.id(), held.workload(), held.resources(), held.hostPorts()))
                .toList();
    }

    private InstanceRunner runner(InstanceId id) {
        return runners.computeIfAbsent(id, key -> new InstanceRunner(key, engines, sandboxes, self::tell));
    }

    /** Operations on one instance run one after the other. */
    private void operate(InstanceId id, InstanceRunner lock, Runnable operation) {
        operations.execute(() -> {
            synchronized (lock) {
                permits.acquireUninterruptibly();
                try {
                    operation.run();
                } catch (RuntimeException e) {
                    LOG.warn("operation failed instance={}", id, e);
                } finally {
                    permits.release();
                }
            }
        });
    }

    private Behavior<Object> heard(Heard heard) {
        switch (heard.event()) {
            case EngineEvent.Ended ended -> lookUp(heard.engine(), ended);
            case EngineEvent.Back back -> list();
            case EngineEvent.Lost lost ->
                getContext()
                        .getLog()
                        .warn("engine lost node={} reason={}", state.node().id(), lost.reason());
            case EngineEvent.Started started -> {}
            case EngineEvent.Removed removed -> list();
        }
        return this;
    }

    /** Whose container it was, and whether it was the last one of its instance. */
    private void lookUp(ContainerEngine engine, EngineEvent.Ended ended) {
        operations.execute(() -> {
            try {
                engine.find(ended.container())
                        .flatMap(container -> ContainerIdentity.read(container.labels()))
                        .ifPresent(identity -> self.tell(new AgentInput.ContainerEnded(
                                identity.instance(), new Ending(ended.exitCode(), ended.outOfMemory()))));
            } catch (RuntimeException e) {
                self.tell(new ListAgain());
            }
        });
    }

    private void list() {
        var asOf = now();
        operations.execute(() -> {
            try {
                self.tell(Listing.listed(asOf, engines.byInstance()));
            } catch (RuntimeException e) {
                self.tell(new ListingFailed(String.valueOf(e.getMessage())));
            }
        });
    }

    private record Heard(ContainerEngine engine, EngineEvent event) {}

    private record ListAgain() {}

    private record ListingFailed(String reason) {}
}
