package io.troupe.cluster.simulation;

import io.troupe.cluster.agent.AgentCommand;
import io.troupe.cluster.agent.AgentEffect;
import io.troupe.cluster.agent.AgentInput;
import io.troupe.cluster.agent.AgentState;
import io.troupe.cluster.broker.BrokerCommand.NodeReport;
import io.troupe.cluster.runner.RunnerInput;
import io.troupe.protocol.identity.InstanceId;
import io.troupe.protocol.node.NodeDescription;
import io.troupe.protocol.node.NodeDescription.EngineDescription;
import io.troupe.protocol.node.NodeDescription.EngineKind;
import io.troupe.protocol.workload.Ending;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Does on virtual time what the agent's actor in the node module does: decide, then tell runners, list engines, report and announce. */
final class AgentStandIn implements Actor {
    private static final Duration SLOW = Duration.ofMillis(1_500);

    private final Site site;
    private final AgentCore core;
    private final Engine engine;
    private final Weather weather;
    private final Map<InstanceId, RunnerStandIn> runners = new HashMap<>();
    private final Map<InstanceId, ChecksStandIn> checks = new HashMap<>();
    private AgentState state;
    private Instant armedFor = Instant.MAX;

    AgentStandIn(NodeDescription node, Site site, AgentCore core, Engine engine, Weather weather) {
        this.site = site;
        this.core = core;
        this.engine = engine;
        this.weather = weather;
        this.state = AgentState.starting(node, now());
        later(() -> take(new AgentInput.Noted(engine.notes())));
        engine.subscribe(new Events());
        node.engines().forEach(one -> later(() -> take(new AgentInput.EngineSeen(description(one)))));
    }

    AgentState state() {
        return state;
    }

    @Override
    public void receive(Object message, @Nullable ReturnAddress replyTo) {
        take(new AgentInput.Asked((AgentCommand) message));
    }

    private Instant now() {
        return Instant.ofEpochMilli(site.now().toEpochMilli());
    }

    /** Work of a thread of its own. */
    private void later(Runnable act) {
        site.after(Duration.ofMillis(weather.engineMillis()), act);
    }

    private EngineDescription description(EngineDescription one) {
        return new EngineDescription(one.kind(), one.name(), one.version(), engine.answers(Set.of(one.kind())));
    }

    private void take(AgentInput input) {
        if (input instanceof AgentInput.Tick) {
            armedFor = Instant.MAX;
        }
        var now = now();
        var decision = core.decide(state, input, now);
        state = decision.state();
        decision.effects().forEach(this::carryOut);
        arm(now);
    }

    private void arm(Instant now) {
        var wake = state.wakeAt();
        if (wake.isBefore(armedFor)) {
            armedFor = wake;
            site.after(Duration.ofMillis(Math.max(0, Duration.between(now, wake).toMillis())), () -> {
                if (wake.equals(armedFor)) {
                    take(new AgentInput.Tick());
                }
            });
        }
    }

    private void carryOut(AgentEffect effect) {
        site.crashPoint();
        switch (effect) {
            case AgentEffect.Run run -> {
                var kinds = run.revision().spec().containers().stream()
                        .map(CallsStandIn::kindOf)
                        .collect(Collectors.toSet());
                runner(run.assignment().instance(), kinds).begin(run.revision(), run.assignment());
            }
            case AgentEffect.Stop stop ->
                runner(stop.instance(), stop.engines()).take(new RunnerInput.Stop(stop.grace()));
            case AgentEffect.Watch watch -> {
                ChecksStandIn tried = new ChecksStandIn(watch, site, weather, this::take);
                checks.put(watch.instance(), tried);
                tried.begin();
            }
            case AgentEffect.Unwatch unwatch -> {
                ChecksStandIn tried = checks.remove(unwatch.instance());
                if (tried != null) {
                    tried.end();
                }
            }
            case AgentEffect.DropNote drop -> later(() -> engine.dropNote(drop.instance()));
            case AgentEffect.Remove remove ->
                runner(remove.instance(), remove.engines()).take(new RunnerInput.Remove());
            case AgentEffect.Sweep sweep ->
                throw new AssertionError("simulated engines have no sandboxes that a former run could leave");
            case AgentEffect.ListContainers list -> list(list.engines());
            case AgentEffect.Report report ->
                site.tell(new Address.Supervisor(report.reports().workload()), report.reports(), null);
            case AgentEffect.Announce announce ->
                site.tell(
                        new Address.Broker(),
                        new NodeReport(state.node(), state.incarnation(), announce.number(), true, announce.holdings()),
                        null);
        }
    }

    private RunnerStandIn runner(InstanceId id, Set<EngineKind> kinds) {
        return runners.computeIfAbsent(
                id,
                key -> new RunnerStandIn(
                        id,
                        site,
                        answers -> new CallsStandIn(id, kinds, engine, site, weather, answers),
                        news -> site.soon(() -> take(news)),
                        () -> runners.remove(id)));
    }

    /** Engines that answer soon are told as one, the others each by itself. */
    private void list(Set<EngineKind> kinds) {
        var asOf = now();
        later(() -> {
            var together = EnumSet.copyOf(kinds);
            together.removeIf(kind -> !engine.answers(Set.of(kind)));
            for (var kind : EnumSet.copyOf(kinds)) {
                if (!together.contains(kind)) {
                    later(() -> take(new AgentInput.ListingFailed(kind, "it does not answer")));
                } else if (weather.listsSlowly()) {
                    together.remove(kind);
                    var slow = Listing.listed(asOf, Set.of(kind), engine.all(Set.of(kind)));
                    site.after(SLOW, () -> take(slow));
                }
            }
            if (!together.isEmpty()) {
                var found = Listing.listed(asOf, together, engine.all(together));
                later(() -> take(found));
            }
        });
    }

    /** What engines tell by themselves. */
    private final class Events implements Engine.Listener {
        @Override
        public void ended(Container container) {
            var ending = Objects.requireNonNullElse(container.ending(), Ending.UNKNOWN);
            site.soon(() ->
                    take(new AgentInput.ContainerEnded(container.identity().instance(), ending)));
        }

        @Override
        public void removed(Container container) {
            site.soon(
                    () -> take(new AgentInput.ContainerGone(container.identity().id())));
        }

        @Override
        public void lost(EngineKind kind) {
            site.soon(() -> take(new AgentInput.ListingFailed(kind, "it is gone")));
        }

        @Override
        public void back(EngineKind kind) {
            site.soon(() -> state.node().engines().stream()
                    .filter(one -> one.kind() == kind)
                    .forEach(one -> later(() -> take(new AgentInput.EngineSeen(description(one))))));
        }
    }
}
