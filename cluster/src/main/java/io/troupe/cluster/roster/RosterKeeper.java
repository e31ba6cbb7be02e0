package io.troupe.cluster.roster;

import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.TimerScheduler;
import io.troupe.cluster.directory.DirectoryMessage;
import io.troupe.persistence.roster.Roster;
import io.troupe.persistence.roster.RosterEntry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Wakes, one round after the other, what stands on the roster and does not live. One in the cluster. */
public final class RosterKeeper {
    private static final int WAKING_MAX = 64;
    private static final Duration RETRY_MIN = Duration.ofMillis(200);
    private static final Duration RETRY_MAX = Duration.ofSeconds(5);
    /** An entry that young may belong to something that is only just being made. */
    private static final Duration YOUNG_MAX = Duration.ofMinutes(1);

    private final ActorContext<Object> context;
    private final TimerScheduler<Object> timers;
    private final Surroundings surroundings;
    private final Deque<RosterEntry> toWake = new ArrayDeque<>();
    private final Set<RosterEntry> waking = new HashSet<>();
    private final Set<Key> settled = new HashSet<>();
    private Duration retry = RETRY_MIN;
    private boolean read;
    private boolean ready;
    private int listed;

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

    private record Key(String kind, String id) {
        static Key of(RosterEntry entry) {
            return new Key(entry.kind(), entry.id());
        }
    }

    private enum Signal {
        ROUND
    }

    private record Compared(List<RosterEntry> listed, Set<Key> living) {}

    private record Failed(String what, Throwable cause) {}

    private record Woken(RosterEntry entry, boolean over) {}

    private record NotWoken(RosterEntry entry) {}

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
                            .onMessageEquals(Signal.ROUND, keeper::round)
                            .onMessage(Compared.class, keeper::compared)
                            .onMessage(Failed.class, keeper::failed)
                            .onMessage(Woken.class, keeper::woken)
                            .onMessage(NotWoken.class, keeper::notWoken)
                            .onMessage(Ignored.class, ignored -> Behaviors.same())
                            .build();
                }))
                .narrow();
    }

    private Behavior<Object> status(RosterMessage.AskStatus ask) {
        ask.replyTo().tell(new RosterMessage.Status(ready, ready ? "" : waitingFor()));
        return Behaviors.same();
    }

    private String waitingFor() {
        return read
                ? "recovering: " + (toWake.size() + waking.size()) + " of " + listed
                        + " workloads and deployments are not back yet"
                : "the list of what must live cannot be read yet";
    }

    private Behavior<Object> round() {
        context.pipeToSelf(
                surroundings
                        .roster()
                        .all()
                        .thenCombine(
                                surroundings.living().get(), (entries, living) -> new Compared(entries, keys(living))),
                (compared, failure) -> compared != null ? compared : new Failed("roster", cause(failure)));
        return Behaviors.same();
    }

    private static Set<Key> keys(DirectoryMessage.Answer living) {
        var keys = living.workloads().stream()
                .map(view -> new Key(RosterKinds.WORKLOAD, view.id().path()))
                .collect(Collectors.toCollection(HashSet::new));
        living.deployments()
                .forEach(view -> keys.add(
                        new Key(RosterKinds.DEPLOYMENT, view.plan().id().value())));
        return keys;
    }

    private Behavior<Object> compared(Compared compared) {
        retry = RETRY_MIN;
        read = true;
        listed = compared.listed().size();
        var missing = compared.listed().stream()
                .filter(entry -> !compared.living().contains(Key.of(entry)))
                .toList();
        addMissing(compared);
        missing.forEach(this::sweepOrWake);
        settled.retainAll(missing.stream().map(Key::of).toList());
        wakeMore();
        timers.startSingleTimer(Signal.ROUND, surroundings.interval());
        return Behaviors.same();
    }

    /** What lives must be on the list; it may have been taken off while it was made anew. */
    private void addMissing(Compared compared) {
        var known = compared.listed().stream().map(Key::of).collect(Collectors.toSet());
        Instant now = surroundings.clock().instant();
        Collection<RosterEntry> unlisted = new ArrayList<>();
        compared.living().stream()
                .filter(key -> key.kind().equals(RosterKinds.WORKLOAD) && !known.contains(key))
                .limit(Roster.ENTRIES_MAX)
                .forEach(key -> unlisted.add(new RosterEntry(key.kind(), key.id(), now)));
        if (!unlisted.isEmpty()) {
            context.pipeToSelf(
                    surroundings.roster().add(unlisted),
                    (done, failure) -> failure == null ? new Ignored() : new Failed("add", failure));
        }
    }

    /** What answered in an earlier round and is still in no directory does not exist. */
    private void sweepOrWake(RosterEntry entry) {
        var old = entry.since().plus(YOUNG_MAX).isBefore(surroundings.clock().instant());
        if (settled.contains(Key.of(entry)) && old) {
            remove(entry);
        } else if (!waking.contains(entry) && !toWake.contains(entry)) {
            toWake.add(entry);
        }
    }

    private void remove(RosterEntry entry) {
        context.getLog().info("roster removes kind={} id={}", entry.kind(), entry.id());
        context.pipeToSelf(
                surroundings.roster().remove(entry),
                (done, failure) -> failure == null ? new Ignored() : new Failed("remove", failure));
    }

    private void wakeMore() {
        while (waking.size() < WAKING_MAX && !toWake.isEmpty()) {
            var entry = toWake.remove();
            waking.add(entry);
            context.pipeToSelf(
                    surroundings.wake().apply(entry),
                    (over, failure) -> over != null ? new Woken(entry, over) : new NotWoken(entry));
        }
        if (read && !ready && toWake.isEmpty() && waking.isEmpty()) {
            ready = true;
            context.getLog().info("roster ready entries={}", listed);
        }
    }

    private Behavior<Object> woken(Woken woken) {
        waking.remove(woken.entry());
        settled.add(Key.of(woken.entry()));
        wakeMore();
        return Behaviors.same();
    }

    private Behavior<Object> notWoken(NotWoken notWoken) {
        waking.remove(notWoken.entry());
        toWake.addLast(notWoken.entry());
        wakeMore();
        return Behaviors.same();
    }

    private Behavior<Object> failed(Failed failed) {
        context.getLog()
                .warn(
                        "roster {} failed reason=\"{}\" retryIn={}",
                        failed.what(),
                        failed.cause().getMessage(),
                        retry);
        if (failed.what().equals("roster")) {
            timers.startSingleTimer(Signal.ROUND, retry);
            retry = retry.multipliedBy(2).compareTo(RETRY_MAX) > 0 ? RETRY_MAX : retry.multipliedBy(2);
        }
        return Behaviors.same();
    }

    private static Throwable cause(@Nullable Throwable failure) {
        return failure == null ? new IllegalStateException("no answer") : failure;
    }
}
