package io.troupe.node.agent;

import akka.actor.typed.Behavior;
import akka.actor.typed.PostStop;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import akka.actor.typed.javadsl.TimerScheduler;
import io.troupe.cluster.agent.AgentCommand.Assignment;
import io.troupe.cluster.agent.AgentInput;
import io.troupe.cluster.runner.RunnerDecisions;
import io.troupe.cluster.runner.RunnerEffect;
import io.troupe.cluster.runner.RunnerInput;
import io.troupe.cluster.runner.RunnerState;
import io.troupe.protocol.identity.InstanceId;
import io.troupe.protocol.workload.NetworkMode;
import io.troupe.protocol.workload.Revision;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Brings one instance up and takes it down, as {@link RunnerDecisions} decides; a child of the agent. */
final class InstanceRunner extends AbstractBehavior<InstanceRunner.Message> {
    /** What a runner is told. */
    sealed interface Message {
        /** Run the instance. */
        record Begin(Revision revision, Assignment assignment) implements Message {}

        /** Anything else. */
        record Told(RunnerInput input) implements Message {}
    }

    private static final Message TICK = new Message.Told(new RunnerInput.Tick());

    private final TimerScheduler<Message> timers;
    private final InstantSource clock;
    private final RunnerCalls calls;
    private final Consumer<AgentInput> agent;
    private RunnerState state;
    private @Nullable Instant armedFor;
    private boolean finished;

    static Behavior<Message> create(
            InstanceId id, RunnerCalls.Maker calls, InstantSource clock, Consumer<AgentInput> agent) {
        return Behaviors.setup(context ->
                Behaviors.withTimers(timers -> new InstanceRunner(context, timers, id, calls, clock, agent)));
    }

    private InstanceRunner(
            ActorContext<Message> context,
            TimerScheduler<Message> timers,
            InstanceId id,
            RunnerCalls.Maker calls,
            InstantSource clock,
            Consumer<AgentInput> agent) {
        super(context);
        this.timers = timers;
        this.clock = clock;
        this.agent = agent;
        this.calls = calls.make(id, answer -> context.getSelf().tell(new Message.Told(answer)));
        state = RunnerState.idle(id);
    }

    @Override
    public Receive<Message> createReceive() {
        return newReceiveBuilder()
                .onMessage(Message.Begin.class, begin -> {
                    calls.brief(begin.revision(), begin.assignment());
                    var spec = begin.revision().spec();
                    return take(new RunnerInput.Run(
                            spec.containers().size(), spec.network().mode() != NetworkMode.HOST));
                })
                .onMessage(Message.Told.class, told -> take(told.input()))
                .onSignal(PostStop.class, stopped -> {
                    calls.close();
                    return this;
                })
                .build();
    }

    private Behavior<Message> take(RunnerInput input) {
        var now = Instant.ofEpochMilli(clock.millis());
        if (input instanceof RunnerInput.Tick) {
            armedFor = null;
        }
        var decision = RunnerDecisions.decide(state, input, now);
        state = decision.state();
        decision.effects().forEach(this::carryOut);
        arm(now);
        return finished ? Behaviors.stopped() : this;
    }

    private void carryOut(RunnerEffect effect) {
        switch (effect) {
            case RunnerEffect.Call call -> calls.make(call.number(), call.step());
            case RunnerEffect.Interrupt interrupt -> calls.interrupt(interrupt.number());
            case RunnerEffect.Tell tell -> agent.accept(tell.news());
            case RunnerEffect.Finish finish -> finished = true;
        }
    }

    private void arm(Instant now) {
        var wake = state.wakeAt().orElse(null);
        if (wake == null) {
            if (armedFor != null) {
                timers.cancelAll();
                armedFor = null;
            }
        } else if (!wake.equals(armedFor)) {
            armedFor = wake;
            timers.startSingleTimer("tick", TICK, delay(now, wake));
        }
    }

    private static Duration delay(Instant now, Instant wake) {
        var delay = Duration.between(now, wake);
        return delay.isNegative() ? Duration.ZERO : delay;
    }
}
