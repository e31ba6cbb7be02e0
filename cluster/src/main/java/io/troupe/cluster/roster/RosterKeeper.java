package io.troupe.cluster.roster;

import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.TimerScheduler;
import io.troupe.cluster.directory.DirectoryMessage;
import io.troupe.persistence.roster.Roster;
import io.troupe.persistence.roster.RosterEntry;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Wakes, one round after the other, what stands on the roster and does not live; {@link RosterDecisions} says how. One in the cluster. */
public final class RosterKeeper {
    private static final Logger LOG = LoggerFactory.getLogger(RosterKeeper.class);

    private final ActorContext<Object> context;
    private final TimerScheduler<Object> timers;
    private final Surroundings surroundings;
    private final RosterState state = new RosterState();

    /**
     * What the keeper needs around it.
     *
     * @param roster the list
     * @param living what the directories of all nodes know
     * @param wake wakes one entity; true if nothing is left to do for it
     * @param clock what time it is
     * @param interval pause between rounds
     */
    public record Surroundings(
            Roster roster,
            Supplier<CompletionStage<DirectoryMessage.Answer>> living,
            Function<RosterEntry, CompletionStage<Boolean>> wake,
            InstantSource clock,
            Duration interval) {}

    private enum Signal {
        ROUND
    }

    private record Ignored() {}

    private RosterKeeper(ActorContext<Object> context, TimerScheduler<Object> timers, Surroundings surroundings) {
        this.context = context;
        this.timers = timers;
        this.surroundings = surroundings;
    }

    public static Behavior<RosterMessage> create(Surroundings surroundings) {
        return Behaviors.<Object>setup(context -> Behaviors.withTimers(timers -> {
                    var keeper = new RosterKeeper(context, timers, surroundings);
                    keeper.round();
                    return Behaviors.receive(Object.class)
                            .onMessage(RosterMessage.AskStatus.class, keeper::status)
                            .onMessage(RosterMessage.NodeLeft.class, left -> keeper.round())
                            .onMessageEquals(Signal.ROUND, keeper::round)
                            .onMessage(RosterInput.class, keeper::take)
                            .onMessage(Ignored.class, ignored -> Behaviors.same())
                            .build();
                }))
                .narrow();
    }

    private Behavior<Object> status(RosterMessage.AskStatus ask) {
        ask.replyTo().tell(new RosterMessage.Status(state.isReady(), state.waitingFor()));
        return Behaviors.same();
    }

    private Behavior<Object> round() {
        context.pipeToSelf(
                surroundings
                        .roster()
                        .all()
                        .thenCombine(
                                surroundings.living().get(),
                                (entries, living) ->
                                        new RosterInput.Compared(entries, RosterKey.living(living.living()))),
                (compared, failure) -> {
                    if (compared != null) {
                        return compared;
                    }
                    warn("cannot be read", failure);
                    return new RosterInput.NotRead();
                });
        return Behaviors.same();
    }

    private Behavior<Object> take(RosterInput input) {
        var wasReady = state.isReady();
        RosterDecisions.decide(
                        state,
                        input,
                        surroundings.interval(),
                        surroundings.clock().instant())
                .forEach(this::act);
        if (!wasReady && state.isReady()) {
            context.getLog().info("roster ready entries={}", state.listed);
        }
        return Behaviors.same();
    }

    private void act(RosterEffect effect) {
        switch (effect) {
            case RosterEffect.LookAgain(Duration after) -> timers.startSingleTimer(Signal.ROUND, after);
            case RosterEffect.Wake(RosterEntry entry) ->
                context.pipeToSelf(
                        surroundings.wake().apply(entry),
                        (over, failure) ->
                                over != null ? new RosterInput.Woken(entry, over) : new RosterInput.NotWoken(entry));
            case RosterEffect.Add add ->
                context.pipeToSelf(surroundings.roster().add(add.entries()), (done, failure) -> {
                    warn("cannot be added to", failure);
                    return new Ignored();
                });
            case RosterEffect.Remove(RosterEntry entry) -> {
                context.getLog().info("roster removes kind={} id={}", entry.kind(), entry.id());
                context.pipeToSelf(surroundings.roster().remove(entry), (done, failure) -> {
                    warn("cannot be removed from", failure);
                    return new Ignored();
                });
            }
        }
    }

    /** Called from the threads of the journal's driver too. */
    private static void warn(String what, @Nullable Throwable failure) {
        if (failure != null) {
            LOG.warn("roster {} reason=\"{}\"", what, failure.getMessage());
        }
    }
}
