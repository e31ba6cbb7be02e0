package io.troupe.cluster.group;

import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.Behavior;
import akka.actor.typed.SupervisorStrategy;
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
import io.troupe.cluster.directory.DirectoryUpdate;
import io.troupe.protocol.deployment.DeploymentCommand;
import io.troupe.protocol.group.GroupRecord;
import io.troupe.protocol.group.GroupReply;
import io.troupe.protocol.identity.TreePath;
import java.time.Duration;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/** The shell of a tenant's groups: it stores what {@link GroupDecisions} decides, tells the directory, and only then answers. */
public final class GroupSupervisor extends EventSourcedBehavior<GroupMessage, GroupRecord, GroupState> {
    public static final EntityTypeKey<GroupMessage> KEY = EntityTypeKey.create(GroupMessage.class, "group");

    private static final int SNAPSHOT_EVERY_EVENTS = 100;
    private static final int SNAPSHOTS_KEPT = 2;
    private static final Duration IDLE_MAX = Duration.ofSeconds(60);
    private static final Duration REMIND_INTERVAL = Duration.ofSeconds(10);

    private final TreePath tenant;
    private final ActorContext<GroupMessage> context;
    private final TimerScheduler<GroupMessage> timers;
    private final Switchboard switchboard;
    private final InstantSource clock;
    private final Runnable leave;

    private GroupSupervisor(
            TreePath tenant,
            ActorContext<GroupMessage> context,
            TimerScheduler<GroupMessage> timers,
            Switchboard switchboard,
            InstantSource clock,
            Runnable leave) {
        super(
                PersistenceId.of(KEY.name(), tenant.path()),
                SupervisorStrategy.restartWithBackoff(Duration.ofMillis(200), Duration.ofSeconds(5), 0.2));
        this.tenant = tenant;
        this.context = context;
        this.timers = timers;
        this.switchboard = switchboard;
        this.clock = clock;
        this.leave = leave;
    }

    /** Registers supervisors with the sharding of this node. */
    public static ActorRef<ShardingEnvelope<GroupMessage>> init(
            ActorSystem<?> system, Switchboard switchboard, InstantSource clock) {
        return ClusterSharding.get(system)
                .init(Entity.of(
                                KEY,
                                entity -> Behaviors.setup(context -> create(
                                        TreePath.of(entity.getEntityId()),
                                        switchboard,
                                        clock,
                                        () -> entity.getShard()
                                                .tell(new ClusterSharding.Passivate<>(context.getSelf())))))
                        .withStopMessage(new GroupMessage.Passivate()));
    }

    /** A supervisor; it runs {@code leave} when nobody needs it, and stops when told {@link GroupMessage.Passivate}. */
    public static Behavior<GroupMessage> create(
            TreePath tenant, Switchboard switchboard, InstantSource clock, Runnable leave) {
        return Behaviors.setup(context -> Behaviors.withTimers(
                timers -> new GroupSupervisor(tenant, context, timers, switchboard, clock, leave)));
    }

    @Override
    public GroupState emptyState() {
        return GroupState.EMPTY;
    }

    @Override
    public EventHandler<GroupState, GroupRecord> eventHandler() {
        return GroupState::apply;
    }

    @Override
    public RetentionCriteria retentionCriteria() {
        return RetentionCriteria.snapshotEvery(SNAPSHOT_EVERY_EVENTS, SNAPSHOTS_KEPT);
    }

    @Override
    public SignalHandler<GroupState> signalHandler() {
        return newSignalHandlerBuilder()
                .onSignal(RecoveryCompleted.class, (state, completed) -> present(state))
                .build();
    }

    @Override
    public CommandHandler<GroupMessage, GroupRecord, GroupState> commandHandler() {
        return (state, message) -> switch (message) {
            case GroupMessage.Request request -> decide(state, request);
            case GroupMessage.Idle idle -> {
                leave.run();
                yield Effect().none();
            }
            case GroupMessage.Remind remind -> {
                state.holder()
                        .ifPresent(
                                deployment -> switchboard.tell(deployment, new DeploymentCommand.GroupsHeld(tenant)));
                yield Effect().none();
            }
            case GroupMessage.Passivate passivate -> {
                switchboard.tellDirectory(new DirectoryUpdate.GroupsLeft(tenant));
                yield Effect().stop();
            }
        };
    }

    private Effect<GroupRecord, GroupState> decide(GroupState state, GroupMessage.Request request) {
        var decision = GroupDecisions.decide(tenant, state, request.command(), clock.instant());
        return decision.entries().isEmpty()
                ? Effect().none().thenRun((GroupState after) -> answer(request.replyTo(), decision.reply()))
                : Effect().persist(decision.entries()).thenRun((GroupState after) -> {
                    decision.entries().forEach(this::log);
                    present(after);
                    answer(request.replyTo(), decision.reply());
                });
    }

    private void log(GroupRecord entry) {
        context.getLog()
                .info(
                        "groups={} event={} who=\"{}\" reason=\"{}\"",
                        tenant,
                        entry.event().getClass().getSimpleName(),
                        entry.cause().who(),
                        entry.cause().reason());
    }

    private static void answer(@Nullable ActorRef<GroupReply> replyTo, GroupReply reply) {
        if (replyTo != null) {
            replyTo.tell(reply);
        }
    }

    private void present(GroupState state) {
        state.view(tenant)
                .ifPresentOrElse(
                        view -> switchboard.tellDirectory(new DirectoryUpdate.GroupsPresent(view)),
                        () -> switchboard.tellDirectory(new DirectoryUpdate.GroupsLeft(tenant)));
        timers.cancelAll();
        if (state.idle()) {
            timers.startSingleTimer(new GroupMessage.Idle(), IDLE_MAX);
        } else if (state.holder().isPresent()) {
            timers.startTimerWithFixedDelay(new GroupMessage.Remind(), REMIND_INTERVAL);
        }
    }
}
