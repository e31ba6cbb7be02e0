package io.troupe.node.agent;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.PostStop;
import akka.actor.typed.PreRestart;
import akka.actor.typed.SupervisorStrategy;
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
import io.troupe.cluster.broker.BrokerCommand.NodeReport;
import io.troupe.cluster.runner.RunnerInput;
import io.troupe.node.artifact.ArtifactFetcher;
import io.troupe.node.artifact.FetchSettings;
import io.troupe.node.engine.ContainerEngine;
import io.troupe.node.engine.ContainerIdentity;
import io.troupe.node.engine.EngineEvent;
import io.troupe.node.probe.CheckRunner;
import io.troupe.protocol.identity.InstanceId;
import io.troupe.protocol.identity.NodeId;
import io.troupe.protocol.node.NodeDescription.EngineKind;
import io.troupe.protocol.workload.Ending;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The agent of this node. It hands what it hears to {@link AgentDecisions} and carries out what that wishes: an {@link InstanceRunner} for each
 * instance it has something to do with, lists of the engines on virtual threads, messages to supervisors and broker.
 */
public final class NodeAgent extends AbstractBehavior<Object> {
    private static final Logger LOG = LoggerFactory.getLogger(NodeAgent.class);
    private static final int QUICK_CALLS_MAX = 64;
    /** So many are created and so many are started at once: it is the engine's work on this machine's processors, and more only wait for each other there. */
    private static final int STARTS_MAX =
            Math.clamp(2L * Runtime.getRuntime().availableProcessors(), 4, QUICK_CALLS_MAX);

    private static final int PREPARES_MAX = 256;
    private static final int STOPS_MAX = 256;
    private static final Duration NOTES_RETRY = Duration.ofSeconds(5);
    private static final AgentInput TICK = new AgentInput.Tick();

    private final Engines engines;
    private final Sandboxes sandboxes;
    private final Switchboard switchboard;
    private final InstantSource clock;
    private final ActorRef<Object> self;
    private final TimerScheduler<Object> timers;
    private final ExecutorService operations = Executors.newVirtualThreadPerTaskExecutor();
    private final RunnerCalls.Shared calls;
    private final List<ContainerEngine.Subscription> subscriptions = new CopyOnWriteArrayList<>();
    private final Map<InstanceId, ActorRef<InstanceRunner.Message>> runners = new HashMap<>();
    private final CheckRunner checks;

    private AgentState state;
    private Instant armedFor = Instant.MAX;

    /** @param engines are not closed by the agent; stopping the agent leaves all containers as they are */
    public static Behavior<AgentCommand> create(
            AgentSettings settings,
            NodeId node,
            String version,
            List<ContainerEngine> engines,
            Switchboard switchboard) {
        return Behaviors.supervise(Behaviors.<Object>setup(context -> Behaviors.withTimers(
                        timers -> new NodeAgent(context, timers, settings, node, version, engines, switchboard))))
                // A fault of ours must not leave a node that looks well and runs nothing: it begins anew, as after a
                // restart of the JVM.
                .onFailure(SupervisorStrategy.restartWithBackoff(Duration.ofSeconds(1), Duration.ofSeconds(30), 0.2))
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
        var description = Machine.describe(settings, node, version, engines);
        this.engines = new Engines(engines, description.engines());
        this.sandboxes = new Sandboxes(settings.sandboxes());
        this.switchboard = switchboard;
        this.clock = InstantSource.system();
        this.calls = new RunnerCalls.Shared(
                this.engines,
                sandboxes,
                new ArtifactFetcher(settings.fetchCache(), FetchSettings.defaults()),
                clock,
                RunnerCalls.Limits.of(STARTS_MAX, QUICK_CALLS_MAX, PREPARES_MAX, STOPS_MAX));
        this.self = context.getSelf();
        this.timers = timers;
        this.checks = new CheckRunner(new CheckedContainers(this.engines), self::tell);
        this.state = AgentState.starting(description, now());
        operations.execute(this::readNotes);
        this.engines.byKind().forEach((kind, engine) -> operations.execute(() -> subscribe(kind, engine)));
    }

    /** Without its notes an agent does nothing, so it reads them again and again. */
    private void readNotes() {
        try {
            self.tell(new AgentInput.Noted(sandboxes.notes(), sandboxes.unnoted()));
        } catch (UncheckedIOException e) {
            LOG.error("notes not read, the node runs nothing till then reason='{}'", e.getMessage());
            self.tell(new NotesUnread());
        }
    }

    /** Events first, lists later: what happens between is heard. */
    private void subscribe(EngineKind kind, ContainerEngine engine) {
        subscriptions.add(engine.subscribe(event -> self.tell(new Heard(kind, event))));
        self.tell(new AgentInput.EngineSeen(engine.describe()));
    }

    @Override
    public Receive<Object> createReceive() {
        return newReceiveBuilder()
                .onMessage(AgentCommand.class, command -> take(new AgentInput.Asked(command)))
                .onMessage(AgentInput.class, this::take)
                .onMessage(Heard.class, heard -> heard(heard.kind(), heard.event()))
                .onMessage(RunnerEnded.class, ended -> {
                    runners.remove(ended.instance());
                    return this;
                })
                .onMessage(NotesUnread.class, unread -> {
                    timers.startSingleTimer("notes", new ReadNotes(), NOTES_RETRY);
                    return this;
                })
                .onMessage(ReadNotes.class, read -> {
                    operations.execute(this::readNotes);
                    return this;
                })
                .onSignal(PostStop.class, stopped -> ended())
                .onSignal(PreRestart.class, failed -> ended())
                .build();
    }

    private Behavior<Object> ended() {
        subscriptions.forEach(ContainerEngine.Subscription::close);
        checks.close();
        operations.shutdownNow();
        return this;
    }

    private Behavior<Object> take(AgentInput input) {
        if (input instanceof AgentInput.Tick) {
            armedFor = Instant.MAX;
        }
        AgentLog.heard(state.node().id(), input);
        var now = now();
        var decision = AgentDecisions.decide(state, input, now);
        state = decision.state();
        decision.effects().forEach(this::carryOut);
        arm(now);
        return this;
    }

    private Instant now() {
        return Instant.ofEpochMilli(clock.millis());
    }

    private void arm(Instant now) {
        var wake = state.wakeAt();
        if (wake.isBefore(armedFor)) {
            armedFor = wake;
            var delay = Duration.between(now, wake);
            timers.startSingleTimer("tick", TICK, delay.isNegative() ? Duration.ZERO : delay);
        }
    }

    private void carryOut(AgentEffect effect) {
        switch (effect) {
            case AgentEffect.Run run -> {
                var id = run.assignment().instance();
                LOG.info("run instance={} revision={}", id, run.revision().number());
                var kinds = run.revision().spec().containers().stream()
                        .map(Engines::kindOf)
                        .collect(Collectors.toSet());
                runner(id, kinds).tell(new InstanceRunner.Message.Begin(run.revision(), run.assignment()));
            }
            case AgentEffect.Stop stop -> {
                LOG.info(
                        "stop instance={} graceMillis={}",
                        stop.instance(),
                        stop.grace().toMillis());
                tell(stop.instance(), stop.engines(), new RunnerInput.Stop(stop.grace()));
            }
            case AgentEffect.Watch watch -> checks.watch(watch);
            case AgentEffect.Unwatch unwatch -> checks.unwatch(unwatch.instance());
            case AgentEffect.DropNote drop -> operations.execute(() -> sandboxes.dropNote(drop.instance()));
            case AgentEffect.Remove remove -> tell(remove.instance(), remove.engines(), new RunnerInput.Remove());
            case AgentEffect.Sweep sweep -> operations.execute(() -> sandboxes.sweep(sweep.sandboxes(), sweep.known()));
            case AgentEffect.ListContainers list ->
                Listing.list(engines, list.engines(), now(), operations, self::tell);
            case AgentEffect.Report report -> switchboard.tell(report.reports());
            case AgentEffect.Announce announce ->
                switchboard.tellBroker(new NodeReport(
                        state.node(), state.incarnation(), announce.number(), true, announce.holdings()));
        }
    }

    private void tell(InstanceId id, Set<EngineKind> kinds, RunnerInput input) {
        runner(id, kinds).tell(new InstanceRunner.Message.Told(input));
    }

    private ActorRef<InstanceRunner.Message> runner(InstanceId id, Set<EngineKind> kinds) {
        return runners.computeIfAbsent(id, key -> {
            var runner = getContext()
                    .spawnAnonymous(InstanceRunner.create(
                            id,
                            (instance, answers) -> new RunnerCalls(instance, kinds, calls, answers),
                            clock,
                            self::tell));
            getContext().watchWith(runner, new RunnerEnded(id));
            return runner;
        });
    }

    private Behavior<Object> heard(EngineKind kind, EngineEvent event) {
        switch (event) {
            case EngineEvent.Ended ended -> lookUp(kind, ended);
            case EngineEvent.Back back -> operations.execute(() -> describe(kind));
            case EngineEvent.Lost lost -> take(new AgentInput.ListingFailed(kind, lost.reason()));
            case EngineEvent.Started started -> {}
            case EngineEvent.Removed removed -> take(new AgentInput.ContainerGone(removed.container()));
        }
        return this;
    }

    private void describe(EngineKind kind) {
        var engine = engines.byKind().get(kind);
        if (engine != null) {
            self.tell(new AgentInput.EngineSeen(engine.describe()));
        }
    }

    /** Whose container it was: the agent knows the only ones of their instances that run, the engine the others. */
    private void lookUp(EngineKind kind, EngineEvent.Ended ended) {
        var ending = new Ending(ended.exitCode(), ended.outOfMemory());
        var known = state.live()
                .filter(held -> held.report().containers().contains(ended.container()))
                .findFirst();
        if (known.isPresent() && known.get().size() == 1) {
            take(new AgentInput.ContainerEnded(known.get().id(), ending));
            return;
        }
        operations.execute(() -> {
            try {
                Optional.ofNullable(engines.byKind().get(kind))
                        .flatMap(engine -> engine.find(ended.container()))
                        .flatMap(container -> ContainerIdentity.read(container.labels()))
                        .ifPresent(identity -> self.tell(
                                new AgentInput.ContainerEnded(identity.instance(), identity.container(), ending)));
            } catch (RuntimeException e) {
                self.tell(new AgentInput.ListingFailed(kind, e.toString()));
            }
        });
    }

    private record Heard(EngineKind kind, EngineEvent event) {}

    private record RunnerEnded(InstanceId instance) {}

    private record NotesUnread() {}

    private record ReadNotes() {}
}
