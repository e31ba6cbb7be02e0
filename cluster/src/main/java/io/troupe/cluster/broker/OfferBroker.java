package io.troupe.cluster.broker;

import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.TimerScheduler;
import io.troupe.cluster.Switchboard;
import io.troupe.cluster.agent.AgentCommand;
import io.troupe.cluster.broker.BrokerCommand.NodeList;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The cluster singleton that suggests where waiting instances go: hears, asks {@link BrokerDecisions}, speaks.
 *
 * <p>What is in the mailbox is decided on together: the first command sends the broker a signal to itself, and what came before the signal is one
 * batch. A single command therefore waits for nothing.
 */
public final class OfferBroker {
    /** So many forecasts are made at the same time. */
    private static final int FORECASTS_MAX = 4;

    private final ActorContext<Object> context;
    private final Switchboard switchboard;
    private final InstantSource clock;
    private final BrokerState state;
    private final int batchMax;
    private final List<BrokerCommand> batch = new ArrayList<>();
    private final AtomicInteger forecasts = new AtomicInteger();

    /** What the broker says to itself. */
    private enum Signal {
        DECIDE,
        TICK
    }

    private OfferBroker(
            ActorContext<Object> context,
            Switchboard switchboard,
            InstantSource clock,
            long epoch,
            BrokerSettings settings) {
        this.context = context;
        this.switchboard = switchboard;
        this.clock = clock;
        this.state = new BrokerState(epoch, clock.instant(), settings);
        this.batchMax = settings.batchMax();
    }

    /**
     * A broker that knows nothing yet and asks all agents.
     *
     * @param epoch higher than that of any broker before it
     */
    public static Behavior<BrokerCommand> create(
            Switchboard switchboard, InstantSource clock, long epoch, BrokerSettings settings) {
        return Behaviors.<Object>setup(context -> Behaviors.withTimers(timers -> {
                    context.getLog().info("broker starts epoch={}", epoch);
                    return new OfferBroker(context, switchboard, clock, epoch, settings).started(timers, settings);
                }))
                .narrow();
    }

    private Behavior<Object> started(TimerScheduler<Object> timers, BrokerSettings settings) {
        timers.startTimerWithFixedDelay(Signal.TICK, settings.tickInterval());
        switchboard.tellAgents(new AgentCommand.Announce(state.epoch()));
        return Behaviors.receive(Object.class)
                .onMessage(BrokerCommand.class, this::onCommand)
                .onMessage(Signal.class, this::onSignal)
                .build();
    }

    private Behavior<Object> onCommand(BrokerCommand command) {
        batch.add(command);
        if (batch.size() == 1) {
            context.getSelf().tell(Signal.DECIDE);
        } else if (batch.size() >= batchMax) {
            decide();
        }
        return Behaviors.same();
    }

    private Behavior<Object> onSignal(Signal signal) {
        switch (signal) {
            case DECIDE -> decide();
            case TICK -> act(BrokerDecisions.decide(state, List.of(new BrokerInput.Tick()), clock.instant()));
        }
        return Behaviors.same();
    }

    private void decide() {
        Instant now = clock.instant();
        List<BrokerInput> inputs = new ArrayList<>();
        List<Runnable> answers = new ArrayList<>();
        for (BrokerCommand command : batch) {
            switch (command) {
                case BrokerCommand.NodeReport report -> inputs.add(new BrokerInput.Reported(report));
                case BrokerCommand.NodeGone gone -> inputs.add(new BrokerInput.Gone(gone.node()));
                case BrokerCommand.Demand demand -> inputs.add(new BrokerInput.Demanded(demand));
                case BrokerCommand.Follow follow -> inputs.add(new BrokerInput.Followed(follow));
                case BrokerCommand.StepDown down -> throw new SteppedDown();
                case BrokerCommand.Explain explain -> answers.add(() -> answer(explain, now));
                case BrokerCommand.Foresee foresee -> answers.add(() -> answer(foresee, now));
                case BrokerCommand.ListNodes list ->
                    answers.add(() -> list.replyTo().tell(new NodeList(BrokerDecisions.nodes(state))));
            }
        }
        batch.clear();
        act(BrokerDecisions.decide(state, inputs, now));
        answers.forEach(Runnable::run);
    }

    private void answer(BrokerCommand.Explain explain, Instant now) {
        explain.replyTo()
                .tell(DemandPlanner.explain(
                        state, explain.workload(), explain.revision().spec(), explain.waiting(), explain.peers(), now));
    }

    /** On a copy, and beside the broker: who waits for a place does not wait for who only asks. Who asks while too many do is not answered. */
    private void answer(BrokerCommand.Foresee foresee, Instant now) {
        if (forecasts.incrementAndGet() > FORECASTS_MAX) {
            forecasts.decrementAndGet();
            context.getLog().warn("no forecast, for {} are being made", FORECASTS_MAX);
            return;
        }
        BrokerState copy = state.copy();
        context.getExecutionContext().execute(() -> {
            try {
                foresee.replyTo().tell(ForecastPlanner.forecast(copy, foresee.steps(), now));
            } finally {
                forecasts.decrementAndGet();
            }
        });
    }

    private void act(List<BrokerEffect> effects) {
        for (BrokerEffect effect : effects) {
            switch (effect) {
                case BrokerEffect.Tell tell -> {
                    log(tell);
                    switchboard.tell(tell.workload(), tell.news());
                }
                case BrokerEffect.AskAgents ask -> switchboard.tellAgents(new AgentCommand.Announce(ask.epoch()));
            }
        }
    }

    private void log(BrokerEffect.Tell tell) {
        switch (tell.news()) {
            case BrokerNews.Granted granted ->
                context.getLog()
                        .info(
                                "granted workload={} instances={}",
                                tell.workload(),
                                granted.grants().size());
            case BrokerNews.Nodes nodes ->
                context.getLog()
                        .debug(
                                "nodes workload={} fit={} others={}",
                                tell.workload(),
                                nodes.fit().size(),
                                nodes.others().size());
            case BrokerNews.NotPlaced refused ->
                context.getLog()
                        .debug(
                                "not placed workload={} instances={} nodes={} refusals={}",
                                tell.workload(),
                                refused.waiting(),
                                refused.refusals().nodes(),
                                refused.refusals().counts());
        }
    }

    /** Asked to begin anew: whoever supervises the broker starts the next one. */
    private static final class SteppedDown extends RuntimeException {
        private static final long serialVersionUID = 1L;

        SteppedDown() {
            super("asked to step down", null, false, false);
        }
    }
}
