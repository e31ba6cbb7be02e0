package io.troupe.cluster.workload;

import io.troupe.cluster.agent.AgentReports;
import io.troupe.cluster.broker.BrokerNews;
import io.troupe.cluster.directory.ClusterEvent;
import io.troupe.cluster.directory.DirectoryUpdate;
import io.troupe.cluster.simulation.Actor;
import io.troupe.cluster.simulation.Address;
import io.troupe.cluster.simulation.Happening;
import io.troupe.cluster.simulation.JournaledMailbox;
import io.troupe.cluster.simulation.ReturnAddress;
import io.troupe.cluster.simulation.Site;
import io.troupe.protocol.identity.WorkloadId;
import io.troupe.protocol.workload.WorkloadCommand;
import io.troupe.protocol.workload.WorkloadRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Does on virtual time what {@link WorkloadSupervisor} does, step by step: recover, decide, store, show the directory, act, answer. */
public final class SupervisorStandIn implements Actor, JournaledMailbox.Entity {
    private final WorkloadId workload;
    private final Site site;
    private final SupervisorCore core;
    private final SupervisorSettings settings;
    private final JournaledMailbox mailbox;
    private WorkloadState state = WorkloadState.EMPTY;
    private Instant shownAt = Instant.EPOCH;
    private Exchange exchange = Exchange.NONE;

    private enum Signal {
        TICK,
        IDLE
    }

    public SupervisorStandIn(WorkloadId workload, Site site, SupervisorCore core, SupervisorSettings settings) {
        this.workload = workload;
        this.site = site;
        this.core = core;
        this.settings = settings;
        this.mailbox = new JournaledMailbox(
                site,
                WorkloadSupervisor.persistenceId(workload).id(),
                new JournaledMailbox.Limits(settings.retryMin(), settings.retryMax(), settings.stashMax()),
                this);
        mailbox.recover();
    }

    @Override
    public void recovered(List<Object> entries) {
        state = WorkloadState.EMPTY;
        for (var entry : entries) {
            state = core.apply(state, (WorkloadRecord) entry);
        }
        var owed = core.resume(state, site.now());
        site.happened(new Happening.Recovered(workload, state, owed));
        exchange = owed.exchange();
        present();
        owed.effects().forEach(this::act);
        site.soon(() -> receive(new WorkloadInput.Departed(site.departed()), null));
        site.soon(() -> receive(Signal.TICK, null));
    }

    @Override
    public void receive(Object message, @Nullable ReturnAddress replyTo) {
        mailbox.receive(message, replyTo);
    }

    @Override
    public void leave() {
        mailbox.leave();
    }

    @Override
    public DirectoryUpdate left() {
        return new DirectoryUpdate.WorkloadLeft(workload);
    }

    @Override
    public void take(Object message, @Nullable ReturnAddress replyTo) {
        switch (message) {
            case WorkloadCommand command -> decide(new WorkloadInput.Command(command), replyTo);
            case BrokerNews news -> decide(new WorkloadInput.Broker(news), null);
            case WorkloadInput.Departed departed -> decide(departed, null);
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
        mailbox.store(state.sequence(), decision.entries(), () -> {
            var before = state;
            for (var entry : decision.entries()) {
                state = core.apply(state, entry);
            }
            site.happened(new Happening.GoesOn(workload, state));
            done(before, decision, replyTo, now);
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
            case WorkloadEffect.AskBroker broker -> site.tell(new Address.Broker(), broker.follow(), null);
            case WorkloadEffect.TellCoordinator coordinator ->
                site.tell(new Address.Coordinator(coordinator.deployment()), coordinator.news(), null);
        }
    }

    private void arm(Instant now) {
        mailbox.disarm();
        if (state.idle()) {
            mailbox.arm(Signal.IDLE, settings.idleAfter());
            return;
        }
        core.deadline(state, exchange, now).ifPresent(deadline -> {
            var left = Duration.between(now, deadline);
            mailbox.arm(Signal.TICK, left.toMillis() < 1 ? Duration.ofMillis(1) : left);
        });
    }
}
