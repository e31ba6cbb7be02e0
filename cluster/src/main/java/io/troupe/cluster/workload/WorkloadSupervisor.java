package io.troupe.cluster.workload;

import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.Behavior;
import akka.actor.typed.SupervisorStrategy;
import akka.actor.typed.eventstream.EventStream;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.TimerScheduler;
import akka.cluster.sharding.typed.ShardingEnvelope;
import akka.cluster.sharding.typed.javadsl.ClusterSharding;
import akka.cluster.sharding.typed.javadsl.Entity;
import akka.cluster.sharding.typed.javadsl.EntityTypeKey;
import akka.persistence.typed.PersistenceId;
import akka.persistence.typed.RecoveryCompleted;
import akka.persistence.typed.javadsl.CommandHandler;
import akka.persistence.typed.javadsl.Effect;
import akka.persistence.typed.javadsl.EventHandler;
import akka.persistence.typed.javadsl.EventSourcedBehavior;
import akka.persistence.typed.javadsl.RetentionCriteria;
import akka.persistence.typed.javadsl.SignalHandler;
import io.troupe.cluster.Switchboard;
import io.troupe.cluster.directory.ClusterEvent;
import io.troupe.cluster.directory.DirectoryUpdate;
import io.troupe.protocol.identity.WorkloadId;
import io.troupe.protocol.workload.WorkloadRecord;
import io.troupe.protocol.workload.WorkloadReply;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The shell of a workload's supervisor: it stores what {@link WorkloadDecisions} decides, tells the directory, acts, and only then answers. */
public final class WorkloadSupervisor extends EventSourcedBehavior<SupervisorMessage, WorkloadRecord, WorkloadState> {
    /** The kind of the sharded entity, and the first part of its persistence id. */
    public static final String KIND = "workload";

    public static final EntityTypeKey<SupervisorMessage> TYPE_KEY = EntityTypeKey.create(SupervisorMessage.class, KIND);

    private static final double RETRY_JITTER = 0.2;
    private static final Duration AT_ONCE = Duration.ofMillis(1);

    private final WorkloadId workload;
    private final ActorContext<SupervisorMessage> context;
    private final TimerScheduler<SupervisorMessage> timers;
    private final Surroundings surroundings;
    private final Runnable leave;
    private final WorkloadDecisions decisions;
    private Exchange exchange = Exchange.NONE;
    private Instant shownAt = Instant.EPOCH;

    private WorkloadSupervisor(
            WorkloadId workload,
            ActorContext<SupervisorMessage> context,
            TimerScheduler<SupervisorMessage> timers,
            Surroundings surroundings,
            Runnable leave) {
        super(
                persistenceId(workload),
                SupervisorStrategy.restartWithBackoff(
                                surroundings.settings().retryMin(),
                                surroundings.settings().retryMax(),
                                RETRY_JITTER)
                        .withStashCapacity(surroundings.settings().stashMax()));
        this.workload = workload;
        this.context = context;
        this.timers = timers;
        this.surroundings = surroundings;
        this.leave = leave;
        this.decisions = new WorkloadDecisions(workload, surroundings.ids());
        context.getSystem()
                .eventStream()
                .tell(new EventStream.Subscribe<>(
                        SupervisorMessage.Departed.class, context.getSelf().narrow()));
    }

    /**
     * What a supervisor is given by its node.
     *
     * @param switchboard reaches all others
     * @param clock asked once for each message
     * @param ids gives a new unique text at each call
     * @param departed all nodes that have left the cluster; who leaves or comes back later is told over the event stream of the node's JVM
     */
    public record Surroundings(
            Switchboard switchboard,
            Supplier<Instant> clock,
            Supplier<String> ids,
            Supplier<List<DepartedNode>> departed,
            SupervisorSettings settings) {}

    /** Registers supervisors with the sharding of this node. */
    public static ActorRef<ShardingEnvelope<SupervisorMessage>> init(ActorSystem<?> system, Surroundings surroundings) {
        return ClusterSharding.get(system)
                .init(Entity.of(
                                TYPE_KEY,
                                entity -> Behaviors.setup(context -> create(
                                        WorkloadId.of(entity.getEntityId()),
                                        surroundings,
                                        () -> entity.getShard()
                                                .tell(new ClusterSharding.Passivate<>(context.getSelf())))))
                        .withStopMessage(new SupervisorMessage.Passivate()));
    }

    /** A supervisor; it runs {@code leave} when nobody needs it, and stops when told {@link SupervisorMessage.Passivate}. */
    public static Behavior<SupervisorMessage> create(WorkloadId workload, Surroundings surroundings, Runnable leave) {
        return Behaviors.setup(context ->
                Behaviors.withTimers(timers -> new WorkloadSupervisor(workload, context, timers, surroundings, leave)));
    }

    /** Under which the workload's journal is found. */
    public static PersistenceId persistenceId(WorkloadId workload) {
        return PersistenceId.of(KIND, workload.path());
    }

    @Override
    public WorkloadState emptyState() {
        return WorkloadState.EMPTY;
    }

    @Override
    public EventHandler<WorkloadState, WorkloadRecord> eventHandler() {
        return WorkloadState::apply;
    }

    @Override
    public Optional<Integer> stashCapacity() {
        return Optional.of(surroundings.settings().stashMax());
    }

    @Override
    public RetentionCriteria retentionCriteria() {
        var settings = surroundings.settings();
        return RetentionCriteria.snapshotEvery(settings.snapshotEveryEvents(), settings.snapshotsKept());
    }

    @Override
    public SignalHandler<WorkloadState> signalHandler() {
        return newSignalHandlerBuilder()
                .onSignal(RecoveryCompleted.instance(), this::recovered)
                .build();
    }

    @Override
    public CommandHandler<SupervisorMessage, WorkloadRecord, WorkloadState> commandHandler() {
        return (state, message) -> switch (message) {
            case SupervisorMessage.Request request ->
                decide(state, new WorkloadInput.Command(request.command()), request.replyTo());
            case SupervisorMessage.FromBroker broker -> decide(state, new WorkloadInput.Broker(broker.news()), null);
            case SupervisorMessage.FromAgent agent -> decide(state, new WorkloadInput.Agent(agent.reports()), null);
            case SupervisorMessage.Departed departed ->
                decide(state, new WorkloadInput.Departed(departed.nodes()), null);
            case SupervisorMessage.Tick tick -> decide(state, new WorkloadInput.Tick(), null);
            case SupervisorMessage.Idle idle -> {
                leave.run();
                yield Effect().none();
            }
            case SupervisorMessage.Passivate passivate -> {
                surroundings.switchboard().tellDirectory(new DirectoryUpdate.WorkloadLeft(workload));
                yield Effect().stop();
            }
        };
    }

    private void recovered(WorkloadState state) {
        var now = surroundings.clock().get();
        var owed = decisions.resume(state, now);
        exchange = owed.exchange();
        shownAt = now;
        present(state, now);
        owed.effects().forEach(this::act);
        context.getSelf()
                .tell(new SupervisorMessage.Departed(surroundings.departed().get()));
        context.getSelf().tell(new SupervisorMessage.Tick());
    }

    private Effect<WorkloadRecord, WorkloadState> decide(
            WorkloadState state, WorkloadInput input, @Nullable ActorRef<WorkloadReply> replyTo) {
        var now = surroundings.clock().get();
        var decision = decisions.decide(state, exchange, input, now);
        return decision.entries().isEmpty()
                ? Effect().none().thenRun((WorkloadState after) -> done(state, after, decision, replyTo, now))
                : Effect()
                        .persist(decision.entries())
                        .thenRun((WorkloadState after) -> done(state, after, decision, replyTo, now));
    }

    private void done(
            WorkloadState before,
            WorkloadState after,
            Decision decision,
            @Nullable ActorRef<WorkloadReply> replyTo,
            Instant now) {
        var refusalsBefore = exchange.demand().refusals();
        exchange = decision.exchange();
        publish(before, decision, now);
        if (decision.entries().isEmpty()
                && (!Objects.equals(refusalsBefore, exchange.demand().refusals())
                        || WorkloadPicture.changes(after, shownAt, now))) {
            present(after, now);
        }
        shownAt = now;
        decision.effects().forEach(this::act);
        if (replyTo != null && decision.reply() != null) {
            replyTo.tell(decision.reply());
        }
        arm(after, now);
    }

    private void publish(WorkloadState before, Decision decision, Instant now) {
        var state = before;
        for (var entry : decision.entries()) {
            var concerned = state.concerned(entry);
            var touched = state.touched(entry);
            state = state.apply(entry);
            var view = WorkloadPicture.of(workload, state, exchange.demand().refusals(), now);
            context.getLog()
                    .info(
                            "workload={} sequence={} event={} instances={} who=\"{}\" reason=\"{}\"",
                            workload,
                            state.sequence(),
                            entry.event().getClass().getSimpleName(),
                            touched.size(),
                            entry.cause().who(),
                            entry.cause().reason());
            surroundings
                    .switchboard()
                    .tellDirectory(new ClusterEvent.WorkloadHappened(
                            workload, state.sequence(), entry, concerned, touched, view.orElse(null)));
        }
    }

    private void present(WorkloadState state, Instant now) {
        WorkloadPicture.of(workload, state, exchange.demand().refusals(), now)
                .ifPresent(view -> surroundings.switchboard().tellDirectory(new DirectoryUpdate.WorkloadPresent(view)));
    }

    private void act(WorkloadEffect effect) {
        switch (effect) {
            case WorkloadEffect.TellAgent agent -> surroundings.switchboard().tell(agent.node(), agent.command());
            case WorkloadEffect.TellBroker broker -> surroundings.switchboard().tellBroker(broker.demand());
            case WorkloadEffect.AskBroker broker -> surroundings.switchboard().tellBroker(broker.follow());
            case WorkloadEffect.TellCoordinator coordinator ->
                surroundings.switchboard().tell(coordinator.deployment(), coordinator.news());
        }
    }

    private void arm(WorkloadState state, Instant now) {
        if (state.idle()) {
            timers.cancel(SupervisorMessage.Tick.class);
            timers.startSingleTimer(
                    SupervisorMessage.Idle.class,
                    new SupervisorMessage.Idle(),
                    surroundings.settings().idleAfter());
            return;
        }
        timers.cancel(SupervisorMessage.Idle.class);
        decisions
                .deadline(state, exchange, now)
                .map(deadline -> Duration.between(now, deadline))
                .map(left -> left.compareTo(AT_ONCE) < 0 ? AT_ONCE : left)
                .ifPresentOrElse(
                        left -> timers.startSingleTimer(
                                SupervisorMessage.Tick.class, new SupervisorMessage.Tick(), left),
                        () -> timers.cancel(SupervisorMessage.Tick.class));
    }
}
