package io.troupe.cluster.runner;

import io.troupe.cluster.agent.AgentInput;
import io.troupe.cluster.agent.RetryDelay;
import io.troupe.cluster.runner.EngineCalls.Pending;
import io.troupe.cluster.runner.RunnerState.Goal;
import io.troupe.protocol.workload.Ending;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Decides what a runner does next: {@code decide(state, input, now)}.
 *
 * <p>An engine that does not answer is asked again, later and later. A start is given up after {@link #OUTAGE_MAX} of that; taking down never is,
 * because nobody may count on resources that are still in use. A call that does not return in time is interrupted, and given up if that
 * does not help; what it may do later is found by the agent's next listing.
 */
public final class RunnerDecisions {
    static final RetryDelay RETRY = new RetryDelay(Duration.ofMillis(200), Duration.ofSeconds(10));
    static final Duration OUTAGE_MAX = Duration.ofMinutes(15);
    static final Duration PREPARE_MAX = Duration.ofMinutes(30);
    static final Duration CALL_MAX = Duration.ofMinutes(2);
    static final Duration INTERRUPT_MAX = Duration.ofSeconds(5);

    private RunnerDecisions() {}

    /** The state that follows, and what is to be done. */
    public record Decision(RunnerState state, List<RunnerEffect> effects) {
        public Decision {
            effects = List.copyOf(effects);
        }
    }

    public static Decision decide(RunnerState state, RunnerInput input, Instant now) {
        var next = new RunnerDraft(state, now);
        switch (input) {
            case RunnerInput.Run run -> run(next, run);
            case RunnerInput.Stop stop -> stop(next, now.plus(stop.grace()));
            case RunnerInput.Remove remove -> remove(next);
            case RunnerInput.Tick tick -> overdue(next);
            case RunnerInput.Progressed progressed -> progressed(next, progressed);
            case RunnerInput.Done done -> answered(next, done.call(), null);
            case RunnerInput.Created created -> answered(next, created.call(), created.container());
            case RunnerInput.Looked looked -> looked(next, looked);
            case RunnerInput.Stopped stopped -> stopped(next, stopped);
            case RunnerInput.Failed failed -> failed(next, failed);
        }
        proceed(next);
        return new Decision(next.state(), next.effects());
    }

    /** A call that gets on, or waits for its turn, has not failed to answer. */
    private static void progressed(RunnerDraft next, RunnerInput.Progressed progressed) {
        var call = next.state().calls().pending();
        if (call == null || !next.isCurrent(progressed.call())) {
            return;
        }
        if (!call.interrupted()) {
            next.become(next.state()
                    .with(next.state().calls().extended(call, next.now().plus(CALL_MAX))));
        }
        if (next.state().goal() == Goal.RUN) {
            next.tell(new AgentInput.Preparing(next.state().id(), progressed.message()));
        }
    }

    private static void run(RunnerDraft next, RunnerInput.Run run) {
        if (next.state().goal() == Goal.NONE) {
            next.become(next.state().started(run));
        }
    }

    private static void stop(RunnerDraft next, Instant killAt) {
        switch (next.state().goal()) {
            case NONE, RUN -> {
                next.become(next.state().aimingAt(Goal.STOP, killAt, ""));
                cutShort(next);
            }
            case STOP -> {
                if (next.state().aim().settled()
                        || killAt.isBefore(next.state().aim().killAt())) {
                    next.become(next.state().aimingAt(Goal.STOP, killAt, ""));
                    cutShort(next);
                }
            }
            case DISCARD -> {
                if (next.state().aim().settled()) {
                    next.become(next.state().aimingAt(Goal.STOP, killAt, ""));
                }
            }
            case REMOVE -> {}
        }
    }

    private static void remove(RunnerDraft next) {
        if (next.state().goal() != Goal.REMOVE) {
            next.become(next.state().aimingAt(Goal.REMOVE, next.now(), ""));
            cutShort(next);
        }
    }

    /** What takes long and is not wanted any more is interrupted; the rest is over soon, and half a creation would leave a doubt. */
    private static void cutShort(RunnerDraft next) {
        var call = next.state().calls().pending();
        if (call == null || call.interrupted()) {
            return;
        }
        switch (call.step()) {
            case RunnerStep.Prepare prepare -> interrupt(next, call);
            case RunnerStep.Stop stop -> interrupt(next, call);
            case RunnerStep.Create create -> {}
            case RunnerStep.Start start -> {}
            case RunnerStep.Look look -> {}
            case RunnerStep.Discard discard -> {}
            case RunnerStep.Clear clear -> {}
        }
    }

    private static void interrupt(RunnerDraft next, Pending call) {
        next.become(next.state()
                .with(next.state().calls().interrupted(call, next.now().plus(INTERRUPT_MAX))));
        next.effect(new RunnerEffect.Interrupt(call.number()));
    }

    private static void overdue(RunnerDraft next) {
        var call = next.state().calls().pending();
        if (call == null || next.now().isBefore(call.deadline())) {
            return;
        }
        if (call.interrupted()) {
            failed(
                    next,
                    new RunnerInput.Failed(call.number(), RunnerInput.Failure.OUTAGE, "the engine does not return"));
        } else {
            interrupt(next, call);
        }
    }

    private static void answered(RunnerDraft next, long number, @Nullable String container) {
        if (!next.isCurrent(number)) {
            return;
        }
        var own = next.callServesGoal();
        next.become(next.state().answered());
        if (own) {
            switch (next.state().goal()) {
                case RUN -> advanced(next, container);
                case DISCARD ->
                    settled(
                            next,
                            new AgentInput.Ended(
                                    next.state().id(),
                                    Ending.UNKNOWN,
                                    next.state().aim().failure()));
                case REMOVE -> {
                    next.become(next.state().reached());
                    next.effect(new RunnerEffect.Finish());
                }
                case NONE, STOP -> {}
            }
        }
    }

    private static void advanced(RunnerDraft next, @Nullable String container) {
        next.become(next.state().advanced(container));
        var start = next.state().start();
        if (start.isOver()) {
            settled(next, new AgentInput.Started(next.state().id(), start.created(), List.of()));
        }
    }

    private static void looked(RunnerDraft next, RunnerInput.Looked looked) {
        if (!next.isCurrent(looked.call())) {
            return;
        }
        var own = next.callServesGoal();
        next.become(next.state().answered());
        if (own) {
            var id = next.state().id();
            settled(next, new AgentInput.Started(id, next.state().start().created(), looked.addresses()));
            var ending = looked.ending();
            if (!looked.endings().isEmpty()) {
                looked.endings()
                        .forEach(one -> next.tell(new AgentInput.ContainerEnded(id, one.container(), one.ending())));
            } else if (ending != null) {
                next.tell(new AgentInput.ContainerEnded(id, ending));
            }
        }
    }

    private static void stopped(RunnerDraft next, RunnerInput.Stopped stopped) {
        if (!next.isCurrent(stopped.call())) {
            return;
        }
        var own = next.callServesGoal();
        next.become(next.state().answered());
        if (own) {
            settled(next, new AgentInput.Ended(next.state().id(), stopped.ending(), "", stopped.endings()));
        }
    }

    private static void settled(RunnerDraft next, AgentInput news) {
        next.become(next.state().reached());
        next.tell(news);
    }

    private static void failed(RunnerDraft next, RunnerInput.Failed failed) {
        if (!next.isCurrent(failed.call())) {
            return;
        }
        if (!next.callServesGoal()) {
            next.become(next.state().answered());
        } else if (next.state().goal() == Goal.RUN) {
            startFailed(next, failed);
        } else {
            outage(next, null);
        }
    }

    private static void outage(RunnerDraft next, @Nullable Instant startBy) {
        var calls = next.state().calls();
        next.become(next.state().with(calls.outage(startBy, next.now().plus(RETRY.after(calls.failures())))));
    }

    private static void startFailed(RunnerDraft next, RunnerInput.Failed failed) {
        var waiting = next.state().calls().startBy();
        var startBy = waiting == null ? next.now().plus(OUTAGE_MAX) : waiting;
        switch (failed.failure()) {
            case OUTAGE -> {
                if (next.now().isBefore(startBy)) {
                    outage(next, startBy);
                    next.tell(new AgentInput.Preparing(
                            next.state().id(),
                            "waiting for the engine, which "
                                    + silence(Duration.between(startBy.minus(OUTAGE_MAX), next.now()))
                                    + ": " + failed.message()));
                } else {
                    giveUp(
                            next,
                            "the engine has not answered for " + OUTAGE_MAX.toMinutes() + " minutes: "
                                    + failed.message());
                }
            }
            case HAS_RUN -> {
                next.become(next.state().answered());
                stop(next, next.now());
            }
            case REFUSED -> giveUp(next, failed.message());
        }
    }

    /** It changes with each minute: an instance of which nothing new is heard would be given up earlier. */
    private static String silence(Duration since) {
        return since.toMinutes() == 0 ? "does not answer" : "has not answered for " + since.toMinutes() + " min";
    }

    private static void giveUp(RunnerDraft next, String why) {
        next.become(next.state().answered().aimingAt(Goal.DISCARD, next.now(), why));
    }

    private static void proceed(RunnerDraft next) {
        var state = next.state();
        if (state.calls().pending() != null
                || state.aim().settled()
                || next.now().isBefore(state.calls().retryAt())) {
            return;
        }
        switch (state.goal()) {
            case NONE -> {}
            case RUN -> {
                var step = state.start().next();
                next.call(step, step instanceof RunnerStep.Prepare ? PREPARE_MAX : CALL_MAX);
            }
            case DISCARD -> next.call(new RunnerStep.Discard(), CALL_MAX);
            case STOP -> {
                var left = Duration.between(next.now(), state.aim().killAt());
                var grace = left.isNegative() ? Duration.ZERO : left;
                next.call(new RunnerStep.Stop(grace), grace.plus(CALL_MAX));
            }
            case REMOVE -> next.call(new RunnerStep.Clear(), CALL_MAX);
        }
    }
}
