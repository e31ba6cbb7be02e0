package io.troupe.persistence.journal;

import akka.Done;
import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.SupervisorStrategy;
import akka.pattern.StatusReply;
import akka.persistence.typed.PersistenceId;
import akka.persistence.typed.javadsl.CommandHandler;
import akka.persistence.typed.javadsl.EventHandler;
import akka.persistence.typed.javadsl.EventSourcedBehavior;
import akka.persistence.typed.javadsl.RetentionCriteria;
import io.troupe.protocol.workload.Cause;
import io.troupe.protocol.workload.WorkloadEvent;
import io.troupe.protocol.workload.WorkloadRecord;
import java.time.Duration;
import java.time.Instant;

/** The smallest entity with a journal: it counts, and can be asked how far. */
final class Counter extends EventSourcedBehavior<Counter.Command, WorkloadRecord, Counter.Count> {
    static final int SNAPSHOT_EVERY = 50;

    sealed interface Command {}

    /** Counts one on; answered once that is stored. */
    record CountOn(ActorRef<StatusReply<Long>> replyTo) implements Command {}

    record Ask(ActorRef<Long> replyTo) implements Command {}

    record Stop(ActorRef<Done> replyTo) implements Command {}

    record Count(long value) {}

    private Counter(String id) {
        super(
                PersistenceId.ofUniqueId(id),
                SupervisorStrategy.restartWithBackoff(Duration.ofMillis(50), Duration.ofMillis(500), 0.1));
    }

    static Behavior<Command> of(String id) {
        return new Counter(id);
    }

    @Override
    public Count emptyState() {
        return new Count(0);
    }

    @Override
    public RetentionCriteria retentionCriteria() {
        return RetentionCriteria.snapshotEvery(SNAPSHOT_EVERY, 2);
    }

    @Override
    public CommandHandler<Command, WorkloadRecord, Count> commandHandler() {
        return newCommandHandlerBuilder()
                .forAnyState()
                .onCommand(
                        CountOn.class,
                        (state, countOn) -> Effect()
                                .persist(number(state.value() + 1))
                                .thenReply(countOn.replyTo(), stored -> StatusReply.success(stored.value())))
                .onCommand(Ask.class, (state, ask) -> Effect().reply(ask.replyTo(), state.value()))
                .onCommand(
                        Stop.class,
                        (state, stop) -> Effect().stop().thenReply(stop.replyTo(), any -> Done.getInstance()))
                .build();
    }

    @Override
    public EventHandler<Count, WorkloadRecord> eventHandler() {
        return (state, stored) ->
                stored.event() instanceof WorkloadEvent.LaunchDelayed numbered ? new Count(numbered.revision()) : state;
    }

    static WorkloadRecord number(long number) {
        return new WorkloadRecord(
                Instant.EPOCH,
                Cause.of("test", "counting"),
                new WorkloadEvent.LaunchDelayed(number, Duration.ZERO, Instant.EPOCH));
    }
}
