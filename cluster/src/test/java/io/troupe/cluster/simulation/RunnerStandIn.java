package io.troupe.cluster.simulation;

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
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Does on virtual time what the runner's actor in the node module does for one instance. */
final class RunnerStandIn {
    private final Site site;
    private final CallsStandIn calls;
    private final Consumer<AgentInput> agent;
    private final Runnable finished;
    private RunnerState state;
    private @Nullable Instant armedFor;

    RunnerStandIn(
            InstanceId id,
            Site site,
            Function<Consumer<RunnerInput>, CallsStandIn> calls,
            Consumer<AgentInput> agent,
            Runnable finished) {
        this.site = site;
        this.calls = calls.apply(answer -> site.soon(() -> take(answer)));
        this.agent = agent;
        this.finished = finished;
        this.state = RunnerState.idle(id);
    }

    void begin(Revision revision, Assignment assignment) {
        calls.brief(revision, assignment);
        var spec = revision.spec();
        take(new RunnerInput.Run(spec.containers().size(), spec.network().mode() != NetworkMode.HOST));
    }

    void take(RunnerInput input) {
        var now = Instant.ofEpochMilli(site.now().toEpochMilli());
        if (input instanceof RunnerInput.Tick) {
            armedFor = null;
        }
        var decision = RunnerDecisions.decide(state, input, now);
        state = decision.state();
        decision.effects().forEach(this::carryOut);
        arm(now);
    }

    private void carryOut(RunnerEffect effect) {
        site.crashPoint();
        switch (effect) {
            case RunnerEffect.Call call -> calls.make(call.number(), call.step());
            case RunnerEffect.Interrupt interrupt -> calls.interrupt(interrupt.number());
            case RunnerEffect.Tell tell -> agent.accept(tell.news());
            case RunnerEffect.Finish finish -> finished.run();
        }
    }

    private void arm(Instant now) {
        var wake = state.wakeAt().orElse(null);
        if (wake == null) {
            armedFor = null;
        } else if (!wake.equals(armedFor)) {
            armedFor = wake;
            site.after(Duration.ofMillis(Math.max(0, Duration.between(now, wake).toMillis())), () -> {
                if (wake.equals(armedFor)) {
                    take(new RunnerInput.Tick());
                }
            });
        }
    }
}
