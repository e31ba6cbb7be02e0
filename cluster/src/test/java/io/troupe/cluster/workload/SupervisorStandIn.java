package io.troupe.cluster.workload;

import io.troupe.cluster.agent.AgentReports;
import io.troupe.cluster.broker.BrokerNews;
import io.troupe.cluster.directory.ClusterEvent;
import io.troupe.cluster.directory.DirectoryUpdate;
import io.troupe.cluster.simulation.Actor;
import io.troupe.cluster.simulation.Address;
import io.troupe.cluster.simulation.Happening;
import io.troupe.cluster.simulation.ReturnAddress;
import io.troupe.cluster.simulation.Site;
import io.troupe.protocol.identity.WorkloadId;
import io.troupe.protocol.workload.WorkloadCommand;
import io.troupe.protocol.workload.WorkloadRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Does on virtual time what {@link WorkloadSupervisor} does, step by step: recover, decide, store, show the directory, act, answer. */
public final class SupervisorStandIn implements Actor {
    private final WorkloadId workload;
    private final Site site;
    private final SupervisorCore core;
    private final SupervisorSettings settings;
    private final Deque<Mail> stash = new ArrayDeque<>();
    private WorkloadState state = WorkloadState.EMPTY;
    private Instant shownAt = Instant.EPOCH;
    private Exchange exchange = Exchange.NONE;
    private boolean busy = true;
    private boolean leaving;
    private Duration retry;
    private long timer;

    private record Mail(Object message, @Nullable ReturnAddress replyTo) {}

    private enum Signal {
        TICK,
        IDLE
    }

    public SupervisorStandIn(WorkloadId workload, Site site, SupervisorCore core, SupervisorSettings settings) {
        this.workload = workload;
        this.site = site;
        this.core = core;
        this.settings = settings;
        this.retry = settings.retryMin();
        recover();
    }

    private String journal() {
        return WorkloadSupervisor.persistenceId(workload).id();
    }

    private void recover() {
        busy = true;
        timer++;
        site.read(journal(), this::recovered, this::backOff);
    }

    private void backOff() {
        site.after(retry, this::recover);
        var longer = retry.multipliedBy(2);
        retry = longer.compareTo(settings.retryMax()) > 0 ? settings.retryMax() : longer;
    }

    private void recovered(List<Object> entries) {
        retry = settings.retryMin();
        state = WorkloadState.EMPTY;
        for (var entry : entries) {
            state = core.apply(state, (WorkloadRecord) entry);
        }
        var owed = core.resume(state, site.now());
        site.happened(new Happening.Recovered(workload, state, owed));
        exchange = owed.exchange();
        present();
        owed.effects().forEach(this::act);
        site.soon(() -> receive(Signal.TICK, null));
        free();
    }

    /** Takes what waited while something was stored or read. */
    private void free() {
        busy = false;
        if (leaving) {
            leave();
            return;
        }
        while (!busy && !stash.isEmpty()) {
            var mail = stash.removeFirst();
            take(mail.message(), mail.replyTo());
        }
    }

    @Override
    public void receive(Object message, @Nullable ReturnAddress replyTo) {
        if (!busy) {
            take(message, replyTo);
        } else if (stash.size() < settings.stashMax()) {
            stash.addLast(new Mail(message, replyTo));
        }
    }

    @Override
    public void leave() {
        leaving = true;
        if (!busy) {
            site.tellDirectory(new DirectoryUpdate.WorkloadLeft(workload));
            site.stop();
        }
    }

    private void take(Object message, @Nullable ReturnAddress replyTo) {
        switch (message) {
            case WorkloadCommand command -> decide(new WorkloadInput.Command(command), replyTo);
            case BrokerNews news -> decide(new WorkloadInput.Broker(news), null);
            case AgentReports reports -> decide(new WorkloadInput.Agent(reports), null);
            case Signal.TICK -> decide(new WorkloadInput.Tick(), null);
            case Signal.IDLE -> leave();
            default -> throw new IllegalArgumentException("a supervisor does not take " + message);
        }
    }

    private void decide(WorkloadInput input, @Nullable ReturnAddress replyTo) {
        var now = site.now();
        var decision = core.decide(state, exchange, input, now);
        site.happened(new Happening.Decided(workload, input, exchange, decision));
        if (decision.entries().isEmpty()) {
            done(state, decision, replyTo, now);
            return;
        }
        busy = true;
        site.store(
                journal(),
                state.sequence(),
                decision.entries(),
                () -> {
                    var before = state;
                    for (var entry : decision.entries()) {
                        state = core.apply(state, entry);
                    }
                    site.happened(new Happening.GoesOn(workload, state));
                    done(before, decision, replyTo, now);
                    free();
                },
                () -> {
                    timer++;
                    backOff();
                });
    }

    private void done(WorkloadState before, Decision decision, @Nullable ReturnAddress replyTo, Instant now) {
        var refusalsBefore = exchange.demand().refusals();
        exchange = decision.exchange();
        publish(before, decision, now);
        if (decision.entries().isEmpty()
                && (!Objects.equals(refusalsBefore, exchange.demand().refusals())
                        || WorkloadPicture.changes(state, shownAt, now))) {
            present();
        }
        shownAt = now;
        decision.effects().forEach(this::act);
        if (replyTo != null && decision.reply() != null) {
            site.crashPoint();
            site.happened(new Happening.Replied(workload, decision.reply()));
            site.answer(replyTo, decision.reply());
        }
        arm(now);
    }

    private void publish(WorkloadState before, Decision decision, Instant now) {
        var after = before;
        for (var entry : decision.entries()) {
            var concerned = after.concerned(entry);
            var touched = after.touched(entry);
            after = core.apply(after, entry);
            var view = WorkloadPicture.of(workload, after, exchange.demand().refusals(), now);
            view.ifPresent(shown -> site.happened(new Happening.Shown(workload, shown)));
            site.tellDirectory(new DirectoryUpdate.Happened(new ClusterEvent.WorkloadHappened(
                    workload, after.sequence(), entry, concerned, touched, view.orElse(null))));
        }
    }

    private void present() {
        WorkloadPicture.of(workload, state, exchange.demand().refusals(), site.now())
                .ifPresent(view -> site.tellDirectory(new DirectoryUpdate.WorkloadPresent(view)));
    }

    private void act(WorkloadEffect effect) {
        site.crashPoint();
        switch (effect) {
            case WorkloadEffect.TellAgent agent -> {
                site.happened(new Happening.Commanded(agent.node(), agent.command()));
                site.tell(new Address.Agent(agent.node()), agent.command(), null);
            }
            case WorkloadEffect.TellBroker broker -> site.tell(new Address.Broker(), broker.demand(), null);
            case WorkloadEffect.TellCoordinator coordinator ->
                site.tell(new Address.Coordinator(coordinator.deployment()), coordinator.news(), null);
        }
    }

    private void arm(Instant now) {
        timer++;
        if (state.idle()) {
            signal(Signal.IDLE, settings.idleAfter());
            return;
        }
        core.deadline(state, exchange, now).ifPresent(deadline -> {
            var left = Duration.between(now, deadline);
            signal(Signal.TICK, left.toMillis() < 1 ? Duration.ofMillis(1) : left);
        });
    }

    private void signal(Signal signal, Duration delay) {
        var armed = timer;
        site.after(delay, () -> {
            if (armed == timer) {
                receive(signal, null);
            }
        });
    }
}
