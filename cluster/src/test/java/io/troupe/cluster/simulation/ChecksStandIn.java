package io.troupe.cluster.simulation;

import io.troupe.cluster.agent.AgentEffect;
import io.troupe.cluster.agent.AgentInput;
import io.troupe.cluster.check.CheckEffect;
import io.troupe.cluster.check.CheckInput;
import io.troupe.cluster.check.ChecksDecisions;
import io.troupe.cluster.check.ChecksState;
import io.troupe.cluster.check.ProbeAnswer;
import java.time.Duration;
import java.util.function.Consumer;

/** Tries the checks of one instance on virtual time; whether they pass is a matter of the weather. */
final class ChecksStandIn {
    private final AgentEffect.Watch watch;
    private final Site site;
    private final Weather weather;
    private final Consumer<AgentInput> agent;
    private ChecksState state;
    private boolean over;

    ChecksStandIn(AgentEffect.Watch watch, Site site, Weather weather, Consumer<AgentInput> agent) {
        this.watch = watch;
        this.site = site;
        this.weather = weather;
        this.agent = agent;
        this.state = ChecksState.starting(
                watch.instance(), watch.plan().checks(), watch.started(), watch.adopted(), site.now());
    }

    void begin() {
        follow(ChecksDecisions.begin(state));
    }

    void end() {
        over = true;
    }

    private void take(CheckInput input) {
        if (!over) {
            follow(ChecksDecisions.decide(state, input, site.now()));
        }
    }

    private void follow(ChecksDecisions.Decision decision) {
        state = decision.state();
        for (CheckEffect effect : decision.effects()) {
            switch (effect) {
                case CheckEffect.Try(var check) ->
                    site.after(
                            Duration.ofMillis(weather.engineMillis()),
                            () -> take(new CheckInput.Answered(
                                    check,
                                    weather.checkFails()
                                            ? ProbeAnswer.failed(null, "bad weather")
                                            : ProbeAnswer.passed(null))));
                case CheckEffect.Wake(var check, var at) -> {
                    Duration left = Duration.between(site.now(), at);
                    site.after(left.isNegative() ? Duration.ZERO : left, () -> take(new CheckInput.Due(check)));
                }
                case CheckEffect.Tell(var health) ->
                    site.soon(() -> agent.accept(new AgentInput.Checked(watch.instance(), health)));
            }
        }
    }
}
