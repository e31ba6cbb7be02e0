package io.troupe.cluster.agent;

import io.troupe.cluster.agent.AgentCommand.Assignment;
import io.troupe.cluster.agent.HeldInstance.Sight;
import io.troupe.cluster.check.CheckPlan;
import io.troupe.cluster.check.ChecksState;
import io.troupe.protocol.health.Health;
import io.troupe.protocol.identity.InstanceId;
import io.troupe.protocol.identity.WorkloadId;
import io.troupe.protocol.node.NodeDescription.EngineKind;
import io.troupe.protocol.workload.ContainerEnding;
import io.troupe.protocol.workload.Ending;
import io.troupe.protocol.workload.InstanceReport;
import io.troupe.protocol.workload.InstanceState;
import io.troupe.protocol.workload.WorkloadSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Decides what an agent does: {@code decide(state, input, now)}.
 *
 * <p>An instance that ended, was refused or was reported as lost is remembered, so that a command that comes late never runs it (again). That memory
 * ends with the JVM; a later run of the agent launches nothing that was placed for a former one.
 */
public final class AgentDecisions {
    /** A supervisor stores what it is told; so of how a pull goes on it hears now and then only. */
    static final Duration PREPARING_AGAIN = Duration.ofSeconds(5);

    private AgentDecisions() {}

    /** The state that follows, and what is to be done. */
    public record Decision(AgentState state, List<AgentEffect> effects) {
        public Decision {
            effects = List.copyOf(effects);
        }
    }

    public static Decision decide(AgentState state, AgentInput input, Instant now) {
        var next = new AgentDraft(state, now);
        switch (input) {
            case AgentInput.Asked asked -> asked(next, asked.command());
            case AgentInput.Preparing seen -> preparing(next, seen);
            case AgentInput.Started started -> started(next, started);
            case AgentInput.Checked checked -> checked(next, checked);
            case AgentInput.ContainerEnded ended -> containerEnded(next, ended);
            case AgentInput.ContainerGone gone -> containerGone(next, gone.container());
            case AgentInput.Ended ended -> ended(next, ended);
            case AgentInput.Noted notes -> AgentAdoption.noted(next, notes);
            case AgentInput.EngineSeen seen -> {
                if (next.engine(seen.engine())) {
                    AgentAdoption.doubt(next, Set.of(seen.engine().kind()));
                }
            }
            case AgentInput.Listed listed -> AgentAdoption.listed(next, listed);
            case AgentInput.ListingFailed failed -> AgentAdoption.listingFailed(next, failed.engine());
            case AgentInput.Tick tick -> AgentUpkeep.tick(next);
        }
        next.sendReports();
        return new Decision(next.state(), next.effects());
    }

    /** Until the notes are read nobody can say what is here; whoever commands repeats it. */
    private static void asked(AgentDraft next, AgentCommand command) {
        if (!next.noted()) {
            return;
        }
        switch (command) {
            case AgentCommand.Launch launch -> {
                next.heard(launch.workload());
                launch.instances().forEach(assignment -> launch(next, launch, assignment));
            }
            case AgentCommand.Stop stop -> {
                next.heard(stop.workload());
                stop.instances().forEach(id -> stop(next, stop, id));
            }
            case AgentCommand.Inquire inquire -> {
                next.heard(inquire.workload());
                next.instances().of(inquire.workload()).forEach(next::tell);
                inquire.expected().stream()
                        .filter(id -> next.instance(id) == null)
                        .forEach(id -> unknown(next, inquire.workload(), id));
            }
            case AgentCommand.Acknowledge acknowledge -> {
                next.heard(acknowledge.workload());
                next.acknowledge(acknowledge);
            }
            case AgentCommand.Announce announce -> next.announce();
        }
    }

    private static void unknown(AgentDraft next, WorkloadId workload, InstanceId id) {
        next.remember(workload, report(id, InstanceState.LOST, next.now(), "not on this node"));
    }

    /** A command that is repeated is carried out again: the runner takes the earliest end of all. */
    private static void stop(AgentDraft next, AgentCommand.Stop stop, InstanceId id) {
        var held = next.instance(id);
        if (held == null) {
            unknown(next, stop.workload(), id);
        } else if (held.hasEnded()) {
            next.tell(held);
        } else {
            if (held.stopping() == null) {
                next.put(held.toldToStop(stop.reason()));
            }
            next.effect(new AgentEffect.Stop(id, held.engines(), stop.grace()));
        }
    }

    private static void launch(AgentDraft next, AgentCommand.Launch launch, Assignment assignment) {
        var id = assignment.instance();
        var known = next.instance(id);
        if (known != null) {
            next.tell(known);
            return;
        }
        var spec = launch.revision().spec();
        var holding = Holding.at(assignment.place(), id, launch.workload(), spec.resources());
        var refusal = isForAnotherRun(next, assignment)
                ? "the node has restarted since it was chosen"
                : refusal(next, holding);
        if (!refusal.isEmpty()) {
            next.remember(launch.workload(), report(id, InstanceState.DROPPED, next.now(), refusal));
            return;
        }
        var containers = new HeldContainers(
                spec.containers().size(),
                engines(spec),
                CheckPlan.of(spec, assignment.place()),
                spec.stop().grace());
        next.put(HeldInstance.here(
                holding, containers, report(id, InstanceState.PREPARING, next.now(), ""), Sight.LAUNCHED));
        next.effect(new AgentEffect.Run(launch.revision(), assignment));
    }

    private static boolean isForAnotherRun(AgentDraft next, Assignment assignment) {
        var incarnation = assignment.place().incarnation();
        return incarnation != null && incarnation != next.incarnation();
    }

    private static Set<EngineKind> engines(WorkloadSpec spec) {
        var kinds = EnumSet.noneOf(EngineKind.class);
        spec.containers()
                .forEach(container -> kinds.add(container.image() == null ? EngineKind.PROCESSES : EngineKind.IMAGES));
        return kinds;
    }

    private static String refusal(AgentDraft next, Holding wanted) {
        var free = next.instances().free(next.node().total());
        if (!free.covers(wanted.resources())) {
            return "the node has too little left: free " + free + ", needs " + wanted.resources();
        }
        var taken = next.instances().hostPorts();
        var clash = wanted.hostPorts().stream()
                .filter(taken::contains)
                .map(String::valueOf)
                .collect(Collectors.joining(", "));
        return clash.isEmpty() ? "" : "host port taken: " + clash;
    }

    private static void preparing(AgentDraft next, AgentInput.Preparing seen) {
        var held = next.instance(seen.instance());
        if (held == null
                || held.report().state() != InstanceState.PREPARING
                || held.report().message().equals(seen.message())) {
            return;
        }
        if (!held.seen() || !next.now().isBefore(held.report().at().plus(PREPARING_AGAIN))) {
            next.see(held, report(seen.instance(), InstanceState.PREPARING, next.now(), seen.message()));
        }
    }

    private static void started(AgentDraft next, AgentInput.Started started) {
        var held = next.instance(started.instance());
        if (held != null && held.report().state() == InstanceState.PREPARING) {
            next.see(
                    held,
                    held.report()
                            .in(InstanceState.RUNNING, next.now())
                            .withContainers(started.containers(), started.addresses())
                            .withMessage("")
                            .withHealth(untried(held, next.now())));
        }
    }

    private static @Nullable Health untried(HeldInstance held, Instant now) {
        var plan = held.checks();
        return plan == null ? null : ChecksState.untried(plan.checks(), now);
    }

    /** Its time never goes back, so that a supervisor can tell which of two reports is the later one. */
    private static void checked(AgentDraft next, AgentInput.Checked checked) {
        var held = next.instance(checked.instance());
        if (held != null && held.watched()) {
            var was = held.report();
            next.seeHealth(held, was.seenAt(latest(was.at(), next.now())).withHealth(checked.health()));
        }
    }

    /**
     * The instance ends with how its first container ended; that is kept in the report until the others are stopped too. One of several that has done
     * its work well leaves the others running.
     */
    static void containerEnded(AgentDraft next, AgentInput.ContainerEnded ended) {
        var held = next.instance(ended.instance());
        if (held == null || held.hasEnded() || held.stopping() != null) {
            return;
        }
        var was = named(held, ended);
        if (goesOn(held, was, ended)) {
            if (!was.equals(held.report())) {
                next.see(held, was.seenAt(latest(was.at(), next.now())));
            }
            return;
        }
        if (was.ending() == null) {
            next.put(held.withReport(was.withEnding(ended.ending())));
        }
        if (held.isRunning() && held.size() == 1) {
            ended(next, new AgentInput.Ended(held.id(), ended.ending(), ""));
        } else {
            next.effect(new AgentEffect.Stop(held.id(), held.engines(), held.grace()));
        }
    }

    private static InstanceReport named(HeldInstance held, AgentInput.ContainerEnded ended) {
        return held.size() == 1 || ended.container().isEmpty()
                ? held.report()
                : held.report().withEnded(new ContainerEnding(ended.container(), ended.ending()));
    }

    private static boolean goesOn(HeldInstance held, InstanceReport report, AgentInput.ContainerEnded ended) {
        return held.size() > report.endings().size()
                && !ended.container().isEmpty()
                && held.size() > 1
                && Objects.equals(ended.ending().exitCode(), 0)
                && !ended.ending().outOfMemory();
    }

    private static Instant latest(Instant one, Instant other) {
        return one.isBefore(other) ? other : one;
    }

    /** Before a container of a running instance is removed it ends, which says more; only if that was not heard, this counts. */
    private static void containerGone(AgentDraft next, String container) {
        next.live()
                .filter(held -> held.isRunning()
                        && held.stopping() == null
                        && held.report().containers().contains(container))
                .findFirst()
                .ifPresent(held -> AgentAdoption.doubt(next, held.engines()));
    }

    static void ended(AgentDraft next, AgentInput.Ended ended) {
        var held = next.instance(ended.instance());
        if (held == null || held.hasEnded()) {
            return;
        }
        var was = withEndings(held, ended.endings());
        var ending = was.ending() == null ? ended.ending() : was.ending();
        var neverStarted = !held.isRunning()
                && held.stopping() == null
                && ended.message().isEmpty()
                && !was.message().isEmpty();
        next.see(
                held,
                was.in(EndingPlanner.state(held.stopping(), ending, ended.message()), next.now())
                        .withEnding(ending)
                        .withMessage(
                                neverStarted
                                        ? was.message()
                                        : EndingPlanner.sentence(
                                                held.stopping(),
                                                culprit(was.endings(), ending),
                                                ending,
                                                ended.message())));
    }

    private static InstanceReport withEndings(HeldInstance held, List<ContainerEnding> endings) {
        var report = held.report();
        if (held.size() > 1) {
            for (var one : endings) {
                report = report.withEnded(one);
            }
        }
        return report;
    }

    /** The container with whose end the instance ends; empty if there is only one, or nobody knows. */
    private static String culprit(List<ContainerEnding> endings, Ending ending) {
        return endings.stream()
                .filter(one -> one.ending().equals(ending))
                .map(ContainerEnding::container)
                .findFirst()
                .orElse("");
    }

    static InstanceReport report(InstanceId id, InstanceState state, Instant at, String message) {
        return InstanceReport.seen(id, state, at).withMessage(message);
    }
}
