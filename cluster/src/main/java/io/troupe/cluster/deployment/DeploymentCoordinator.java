package io.troupe.cluster.deployment;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.SupervisorStrategy;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.TimerScheduler;
import akka.cluster.sharding.typed.javadsl.ClusterSharding;
import akka.cluster.sharding.typed.javadsl.EntityTypeKey;
import akka.persistence.typed.PersistenceId;
import akka.persistence.typed.RecoveryCompleted;
import akka.persistence.typed.SnapshotSelectionCriteria;
import akka.persistence.typed.javadsl.CommandHandler;
import akka.persistence.typed.javadsl.Effect;
import akka.persistence.typed.javadsl.EventHandler;
import akka.persistence.typed.javadsl.EventSourcedBehavior;
import akka.persistence.typed.javadsl.Recovery;
import akka.persistence.typed.javadsl.SignalHandler;
import io.troupe.cluster.Switchboard;
import io.troupe.cluster.directory.ClusterEvent;
import io.troupe.cluster.directory.DirectoryUpdate;
import io.troupe.protocol.deployment.DeploymentCommand;
import io.troupe.protocol.deployment.DeploymentRecord;
import io.troupe.protocol.deployment.DeploymentReply;
import io.troupe.protocol.group.GroupReply;
import io.troupe.protocol.identity.DeploymentId;
import io.troupe.protocol.problem.Problem;
import io.troupe.protocol.problem.ProblemCode;
import io.troupe.protocol.workload.WorkloadReply;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The shell of a deployment: it has every message decided, stores what is decided, and then acts. */
public final class DeploymentCoordinator
        extends EventSourcedBehavior<CoordinatorMessage, DeploymentRecord, DeploymentState> {
    public static final EntityTypeKey<CoordinatorMessage> KEY =
            EntityTypeKey.create(CoordinatorMessage.class, "deployment");

    private static final int WAITING_MAX = 16;
    private static final Logger LOG = LoggerFactory.getLogger(DeploymentCoordinator.class);

    private final DeploymentId id;
    private final Surroundings surroundings;
    private final ActorContext<CoordinatorMessage> context;
    private final ActorRef<ClusterSharding.ShardCommand> shard;
    private final TimerScheduler<CoordinatorMessage> timers;
    private final ActorRef<WorkloadReply> supervisors;
    private final ActorRef<GroupReply> groups;
    private final Deque<ActorRef<DeploymentReply>> submitters = new ArrayDeque<>();
    private final Deque<ActorRef<DeploymentReply>> cancellers = new ArrayDeque<>();
    private SupervisorAnswers answers = SupervisorAnswers.NONE;

    /**
     * What a coordinator needs around it.
     *
     * @param switchboard reaches supervisors and the directory
     * @param submission submits the deployment that undoes this one
     * @param retirement called when nothing is left to do
     * @param clock what time it is
     * @param poll how often what was not answered is said again
     */
    public record Surroundings(
            Switchboard switchboard,
            DeploymentSubmission submission,
            Retirement retirement,
            InstantSource clock,
            Duration poll) {}

    /** Takes a deployment off the list of what must live. */
    @FunctionalInterface
    public interface Retirement {
        void retire(DeploymentId deployment);
    }

    private DeploymentCoordinator(
            DeploymentId id,
            Surroundings surroundings,
            ActorContext<CoordinatorMessage> context,
            ActorRef<ClusterSharding.ShardCommand> shard,
            TimerScheduler<CoordinatorMessage> timers) {
        super(
                PersistenceId.of(KEY.name(), id.value()),
                SupervisorStrategy.restartWithBackoff(Duration.ofMillis(200), Duration.ofSeconds(5), 0.2));
        this.id = id;
        this.surroundings = surroundings;
        this.context = context;
        this.shard = shard;
        this.timers = timers;
        this.supervisors = context.messageAdapter(WorkloadReply.class, CoordinatorMessage.FromSupervisor::new);
        this.groups = context.messageAdapter(GroupReply.class, CoordinatorMessage.FromGroups::new);
    }

    public static Behavior<CoordinatorMessage> create(
            DeploymentId id, Surroundings surroundings, ActorRef<ClusterSharding.ShardCommand> shard) {
        return Behaviors.setup(context ->
                Behaviors.withTimers(timers -> new DeploymentCoordinator(id, surroundings, context, shard, timers)));
    }

    /** It has a handful of events and no snapshot. */
    @Override
    public Recovery recovery() {
        return Recovery.withSnapshotSelectionCriteria(SnapshotSelectionCriteria.none());
    }

    @Override
    public DeploymentState emptyState() {
        return DeploymentState.EMPTY;
    }

    @Override
    public EventHandler<DeploymentState, DeploymentRecord> eventHandler() {
        return DeploymentState::apply;
    }

    @Override
    public SignalHandler<DeploymentState> signalHandler() {
        return newSignalHandlerBuilder()
                .onSignal(RecoveryCompleted.class, (state, completed) -> {
                    // Here, since a restart after a failure of the journal has cancelled all timers.
                    timers.startTimerWithFixedDelay(new CoordinatorMessage.Tick(), surroundings.poll());
                    answers = SupervisorAnswers.NONE;
                    var view = state.view();
                    if (view != null && view.outcome() == null) {
                        surroundings.switchboard().tellDirectory(new DirectoryUpdate.DeploymentPresent(view));
                        act(
                                DeploymentDecisions.resume(
                                        state, surroundings.clock().instant()),
                                null);
                    }
                })
                .build();
    }

    @Override
    public CommandHandler<CoordinatorMessage, DeploymentRecord, DeploymentState> commandHandler() {
        return (state, message) -> switch (message) {
            case CoordinatorMessage.Request(DeploymentCommand command, ActorRef<DeploymentReply> replyTo) -> {
                wait(command, replyTo);
                yield decide(state, new DeploymentInput.Asked(command), replyTo);
            }
            case CoordinatorMessage.FromSupervisor(WorkloadReply reply) ->
                decide(state, new DeploymentInput.Answered(reply), null);
            case CoordinatorMessage.FromGroups(GroupReply reply) ->
                decide(state, new DeploymentInput.GroupsAnswered(reply), null);
            case CoordinatorMessage.FromRevert(DeploymentReply reply) ->
                decide(state, new DeploymentInput.RevertAnswered(reply), null);
            case CoordinatorMessage.Tick tick -> decide(state, new DeploymentInput.Ticked(), null);
            case CoordinatorMessage.Passivate passivate -> {
                surroundings.switchboard().tellDirectory(new DirectoryUpdate.DeploymentLeft(id));
                yield Effect().stop();
            }
        };
    }

    private void wait(DeploymentCommand command, @Nullable ActorRef<DeploymentReply> replyTo) {
        if (replyTo == null) {
            return;
        }
        switch (command) {
            case DeploymentCommand.Submit submit -> wait(submitters, replyTo);
            case DeploymentCommand.Cancel cancel -> wait(cancellers, replyTo);
            case DeploymentCommand.LockFree free -> {}
            case DeploymentCommand.RolloutNews news -> {}
            case DeploymentCommand.GroupsHeld held -> {}
            case DeploymentCommand.Wake wake -> {}
        }
    }

    private static void wait(Deque<ActorRef<DeploymentReply>> waiting, ActorRef<DeploymentReply> replyTo) {
        if (waiting.size() == WAITING_MAX) {
            waiting.removeFirst()
                    .tell(new DeploymentReply.Refused(
                            Problem.of(ProblemCode.TOO_MANY, "too many wait for the same deployment")));
        }
        waiting.addLast(replyTo);
    }

    private akka.persistence.typed.javadsl.Effect<DeploymentRecord, DeploymentState> decide(
            DeploymentState state, DeploymentInput input, @Nullable ActorRef<DeploymentReply> sender) {
        var decision = DeploymentDecisions.decide(
                state, answers, input, surroundings.clock().instant());
        answers = decision.answers();
        act(decision.first(), sender);
        if (decision.entries().isEmpty()) {
            act(decision.then(), sender);
            return Effect().none();
        }
        return Effect().persist(decision.entries()).thenRun(after -> {
            publish(state, decision.entries());
            act(decision.then(), sender);
        });
    }

    /** Each entry with the picture after it, not after all of them: the end of a step is told as such. */
    private void publish(DeploymentState before, List<DeploymentRecord> entries) {
        var state = before;
        var sequence = lastSequenceNumber(context) - entries.size();
        for (var entry : entries) {
            sequence++;
            state = state.apply(entry);
            var view = state.view();
            LOG.info(
                    "deployment={} sequence={} event={} reason=\"{}\"",
                    id,
                    sequence,
                    entry.event().getClass().getSimpleName(),
                    entry.cause().reason());
            if (view != null) {
                surroundings.switchboard().tellDirectory(new ClusterEvent.DeploymentHappened(sequence, entry, view));
            }
        }
    }

    private void act(List<DeploymentEffect> effects, @Nullable ActorRef<DeploymentReply> sender) {
        for (var effect : effects) {
            switch (effect) {
                case DeploymentEffect.AnswerSubmitters(DeploymentReply reply) -> answer(submitters, reply);
                case DeploymentEffect.AnswerCancellers(DeploymentReply reply) -> answer(cancellers, reply);
                case DeploymentEffect.AnswerSender(DeploymentReply reply) -> {
                    if (sender != null) {
                        sender.tell(reply);
                    }
                }
                case DeploymentEffect.TellWorkload tell ->
                    surroundings.switchboard().tell(tell.workload(), tell.command(), supervisors);
                case DeploymentEffect.TellGroups tell ->
                    surroundings.switchboard().tell(tell.tenant(), tell.command(), groups);
                case DeploymentEffect.SubmitRevert revert ->
                    context.pipeToSelf(
                            surroundings.submission().submit(revert.plan(), true, revert.cause()),
                            (reply, failure) ->
                                    new CoordinatorMessage.FromRevert(reply != null ? reply : unavailable(failure)));
                case DeploymentEffect.Retire retire -> {
                    surroundings.retirement().retire(id);
                    shard.tell(new ClusterSharding.Passivate<>(context.getSelf()));
                }
                case DeploymentEffect.Rest rest -> shard.tell(new ClusterSharding.Passivate<>(context.getSelf()));
            }
        }
    }

    private static DeploymentReply unavailable(@Nullable Throwable failure) {
        return new DeploymentReply.Refused(Problem.of(
                ProblemCode.UNAVAILABLE, failure == null ? "no answer" : String.valueOf(failure.getMessage())));
    }

    private static void answer(Deque<ActorRef<DeploymentReply>> waiting, DeploymentReply reply) {
        waiting.forEach(replyTo -> replyTo.tell(reply));
        waiting.clear();
    }
}
