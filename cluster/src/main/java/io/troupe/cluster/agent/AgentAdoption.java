package io.troupe.cluster.agent;

import io.troupe.cluster.agent.AgentInput.Found;
import io.troupe.cluster.agent.AgentInput.Stage;
import io.troupe.cluster.agent.HeldInstance.Sight;
import io.troupe.cluster.check.CheckPlan;
import io.troupe.protocol.health.Health;
import io.troupe.protocol.node.NodeDescription.EngineDescription;
import io.troupe.protocol.node.NodeDescription.EngineKind;
import io.troupe.protocol.workload.Ending;
import io.troupe.protocol.workload.InstanceReport;
import io.troupe.protocol.workload.InstanceState;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * How an agent makes its picture of the instances agree with what its engines hold, each engine for itself: one that is away keeps nothing
 * of the others waiting.
 *
 * <p>What was created and not wholly started is stopped and reported as lost, because the command that wanted it may be withdrawn by now; its
 * supervisor plans anew. If there is no note of it, its supervisor knows that already. An instance that is just being started or stopped is left to its runner. Containers of an instance that has ended for the
 * agent must not run: what a call that was given up did late is undone.
 */
final class AgentAdoption {
    private static final String NEVER_STARTED = "the node restarted before it was started";

    private AgentAdoption() {}

    static void noted(AgentDraft next, AgentInput.Noted notes) {
        if (next.noted()) {
            return;
        }
        next.notesRead(notes.unnoted());
        for (var note : notes.instances()) {
            var engines = EnumSet.noneOf(EngineKind.class);
            note.engines().stream().filter(next.engines()::containsKey).forEach(engines::add);
            if (engines.isEmpty()) {
                lost(next, note, "the node does not use the engine it ran in any more");
            } else {
                next.put(HeldInstance.here(
                        holding(note),
                        new HeldContainers(note.containers().size(), engines, plan(note), note.grace()),
                        AgentDecisions.report(note.instance(), InstanceState.PREPARING, note.since(), ""),
                        Sight.NOTED));
            }
        }
        AgentUpkeep.list(next);
        next.announce();
    }

    /** Lists these engines as soon as time passes. */
    static void doubt(AgentDraft next, Set<EngineKind> engines) {
        engines.forEach(kind -> next.engines().computeIfPresent(kind, (key, watch) -> watch.doubted(next.now())));
    }

    static void listingFailed(AgentDraft next, EngineKind kind) {
        next.engines().computeIfPresent(kind, (key, watch) -> watch.failed(next.now()));
        answering(next, kind, false);
    }

    private static void answering(AgentDraft next, EngineKind kind, boolean answering) {
        next.node().engines().stream()
                .filter(engine -> engine.kind() == kind)
                .findFirst()
                .ifPresent(
                        engine -> next.engine(new EngineDescription(kind, engine.name(), engine.version(), answering)));
    }

    static void listed(AgentDraft next, AgentInput.Listed listed) {
        var found = listed.instances().stream().map(Found::instance).collect(Collectors.toSet());
        next.live()
                .filter(held -> !found.contains(held.id())
                        && listed.engines().containsAll(held.engines())
                        && (held.noted()
                                || held.isRunning()
                                        && held.stopping() == null
                                        && held.report().at().isBefore(listed.asOf())))
                .forEach(held -> gone(next, held));
        listed.instances().forEach(one -> follow(next, one, listed));
        for (var kind : listed.engines()) {
            next.engines().computeIfPresent(kind, (key, watch) -> watch.answered(next.now()));
            answering(next, kind, true);
        }
        if (next.engines().values().stream().allMatch(EngineWatch::listed)) {
            next.sweep();
        }
    }

    private static void gone(AgentDraft next, HeldInstance held) {
        var was = held.report();
        var ending = was.ending();
        next.see(
                held,
                was.in(held.stopping() == null ? InstanceState.LOST : InstanceState.KILLED, next.now())
                        .withEnding(ending)
                        .withMessage(
                                held.noted()
                                        ? "the node restarted, and its containers are gone"
                                        : "its containers were removed, and not by Troupe"));
    }

    private static void follow(AgentDraft next, Found found, AgentInput.Listed listed) {
        var held = next.instance(found.instance());
        if (held != null && !held.hasEnded() && !listed.engines().containsAll(held.engines())) {
            return;
        }
        if (held == null && found.stage() == Stage.HALF_CREATED) {
            lost(next, found, NEVER_STARTED);
            next.effect(new AgentEffect.Remove(found.instance(), found.engines()));
        } else if (held == null || held.noted()) {
            adopt(next, found, held);
        } else if (held.hasEnded()) {
            var runs = found.stage() == Stage.RUNNING || found.stage() == Stage.HALF_ENDED;
            if (runs && held.report().at().isBefore(listed.asOf())) {
                next.effect(new AgentEffect.Stop(found.instance(), found.engines(), Duration.ZERO));
            }
        } else if (held.isRunning() && held.stopping() == null) {
            if (found.stage() == Stage.RUNNING && found.containers().size() < held.size()) {
                AgentDecisions.containerEnded(next, new AgentInput.ContainerEnded(held.id(), Ending.UNKNOWN));
            } else {
                ended(next, found);
            }
        }
    }

    private static void lost(AgentDraft next, Found found, String message) {
        var held = HeldInstance.here(
                holding(found),
                new HeldContainers(found.containers().size(), found.engines(), null, found.grace()),
                AgentDecisions.report(found.instance(), InstanceState.LOST, next.now(), message),
                Sight.SEEN);
        next.put(held);
        next.tell(held);
    }

    private static void adopt(AgentDraft next, Found found, @Nullable HeldInstance noted) {
        var size = noted == null ? found.containers().size() : noted.size();
        var halfCreated = found.stage() == Stage.HALF_CREATED
                || found.stage() == Stage.RUNNING && found.containers().size() < size;
        var checks = noted == null ? plan(found) : noted.checks();
        var first = halfCreated
                ? AgentDecisions.report(found.instance(), InstanceState.PREPARING, next.now(), NEVER_STARTED)
                : InstanceReport.seen(found.instance(), InstanceState.RUNNING, found.since())
                        .withContainers(found.containers(), found.addresses())
                        .withHealth(checks == null ? null : Health.UNKNOWN);
        var stopping = noted == null ? null : noted.stopping();
        var containers = new HeldContainers(size, found.engines(), checks, found.grace());
        var held = HeldInstance.here(holding(found), containers, first, Sight.SEEN);
        next.put(stopping == null ? held : held.toldToStop(stopping));
        if (stopping == null && halfCreated) {
            next.effect(new AgentEffect.Stop(found.instance(), found.engines(), held.grace()));
        } else if (stopping == null) {
            next.tell(held);
            if (noted != null && found.stage() == Stage.ENDED) {
                endedUnwatched(next, held, found);
            } else {
                ended(next, found);
            }
        }
    }

    /** One without a note had been acknowledged: of it the same is said as before. */
    private static void endedUnwatched(AgentDraft next, HeldInstance held, Found found) {
        var ending = found.ending() == null ? Ending.UNKNOWN : found.ending();
        next.see(
                held,
                InstanceReport.seen(held.id(), EndingPlanner.state(null, ending, ""), next.now())
                        .withContainers(found.containers(), found.addresses())
                        .withEnding(ending)
                        .withEndings(held.size() > 1 ? found.endings() : List.of())
                        .withMessage(EndingPlanner.unwatched(ending)));
    }

    private static @Nullable CheckPlan plan(Found found) {
        return found.checks().isEmpty() ? null : new CheckPlan(found.place(), found.checks());
    }

    private static Holding holding(Found found) {
        return Holding.at(found.place(), found.instance(), found.workload(), found.resources());
    }

    private static void ended(AgentDraft next, Found found) {
        var ending = found.ending() == null ? Ending.UNKNOWN : found.ending();
        switch (found.stage()) {
            case RUNNING, HALF_CREATED -> {}
            case HALF_ENDED -> {
                if (found.endings().isEmpty()) {
                    AgentDecisions.containerEnded(next, new AgentInput.ContainerEnded(found.instance(), ending));
                }
                found.endings()
                        .forEach(one -> AgentDecisions.containerEnded(
                                next, new AgentInput.ContainerEnded(found.instance(), one.container(), one.ending())));
            }
            case ENDED ->
                AgentDecisions.ended(next, new AgentInput.Ended(found.instance(), ending, "", found.endings()));
        }
    }
}
