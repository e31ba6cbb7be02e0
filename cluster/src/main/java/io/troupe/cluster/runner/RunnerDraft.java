package io.troupe.cluster.runner;

import io.troupe.cluster.agent.AgentInput;
import io.troupe.cluster.runner.RunnerState.Goal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** A state in the making and the effects that belong to it, within one decision. */
final class RunnerDraft {
    private final Instant now;
    private final List<RunnerEffect> effects = new ArrayList<>();
    private RunnerState state;

    RunnerDraft(RunnerState before, Instant now) {
        state = before;
        this.now = now;
    }

    RunnerState state() {
        return state;
    }

    Instant now() {
        return now;
    }

    List<RunnerEffect> effects() {
        return effects;
    }

    void become(RunnerState next) {
        state = next;
    }

    void effect(RunnerEffect effect) {
        effects.add(effect);
    }

    void tell(AgentInput news) {
        effects.add(new RunnerEffect.Tell(news));
    }

    void call(RunnerStep step, Duration callMax) {
        state = state.with(state.calls().call(step, now.plus(callMax)));
        effects.add(new RunnerEffect.Call(state.calls().made(), step));
    }

    boolean isCurrent(long number) {
        var call = state.calls().pending();
        return call != null && call.number() == number;
    }

    /** Whether the call on its way is for what is wanted now, and not for what was wanted when it was made. */
    boolean callServesGoal() {
        var call = state.calls().pending();
        return call != null
                && switch (call.step()) {
                    case RunnerStep.Prepare prepare -> state.goal() == Goal.RUN;
                    case RunnerStep.Create create -> state.goal() == Goal.RUN;
                    case RunnerStep.Start start -> state.goal() == Goal.RUN;
                    case RunnerStep.Look look -> state.goal() == Goal.RUN;
                    case RunnerStep.Stop stop -> state.goal() == Goal.STOP;
                    case RunnerStep.Discard discard -> state.goal() == Goal.DISCARD;
                    case RunnerStep.Clear clear -> state.goal() == Goal.REMOVE;
                };
    }
}
