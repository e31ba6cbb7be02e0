package io.troupe.cluster.agent;

import io.troupe.cluster.agent.AgentCommand.Assignment;
import io.troupe.cluster.agent.AgentInput.Found;
import io.troupe.protocol.identity.InstanceId;
import io.troupe.protocol.identity.WorkloadId;
import io.troupe.protocol.workload.Ending;
import io.troupe.protocol.workload.InstanceReport;
import io.troupe.protocol.workload.InstanceState;
import io.troupe.protocol.workload.Resources;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * Decides what an agent does: {@code decide(state, input, now)}.
 *
 * <p>An instance that ended, was refused or was reported as lost is remembered, so that a command that comes late never runs it (again).
 */
public final class AgentDecisions {
    static final Duration GRACE_AFTER_SIBLING = Duration.ofSeconds(3);

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
            case AgentInput.ContainerEnded ended -> containerEnded(next, ended);
            case AgentInput.Ended ended -> ended(next, ended);
            case AgentInput.Listed listed -> listed(next, listed);
            case AgentInput.Tick tick -> AgentUpkeep.tick(next);
        }
        next.sendReports();
        return new Decision(next.state(), next.effects());
    }

    /** Until the engines are listed nobody can say what is here; whoever commands repeats it. */
    private static void asked(AgentDraft next, AgentCommand command) {
        if (!next.adopted()) {
            return;
        }
        switch (command) {
            case AgentCommand.Launch launch ->
                launch.instances().forEach(assignment -> launch(next, launch, assignment));
            case AgentCommand.Stop stop ->
                stop.instances().forEach(id -> {
                    var held = next.instance(id);
                    if (held == null) {
                        next.remember(stop.workload(), report(id, InstanceState.LOST, next.now(), "not on this node"));
                    } else if (held.hasEnded()) {
                        next.tell(held);
                    } else if (!held.stopping()) {
                        next.put(held.toldToStop());
                        next.effect(new AgentEffect.Stop(id, stop.grace()));
                    }
                });
            case AgentCommand.Inquire inquire -> {
                next.instancesOf(inquire.workload()).forEach(next::tell);
                inquire.expected().stream()
                        .filter(id -> next.instance(id) == null)
                        .forEach(id -> next.remember(
                                inquire.workload(), report(id, InstanceState.LOST, next.now(), "not on this node")));
            }
            case AgentCommand.Acknowledge acknowledge -> next.acknowledge(acknowledge);
            case AgentCommand.Announce announce -> next.announce();
        }
    }

    private static void launch(AgentDraft next, AgentCommand.Launch launch, Assignment assignment) {
        var id = assignment.instance();
        var known = next.instance(id);
        if (known != null) {
            next.tell(known);
            return;
        }
        var wanted = launch.revision().spec().resources();
        var ports = assignment.place().ports().stream()
                .map(port -> port.hostPort())
                .filter(Objects::nonNull)
                .toList();
        var refusal = refusal(next, wanted, ports);
        if (!refusal.isEmpty()) {
            next.remember(launch.workload(), report(id, InstanceState.DROPPED, next.now(), refusal));
            return;
        }
        next.put(new HeldInstance(
                id,
                launch.workload(),
                wanted,
                ports,
                report(id, InstanceState.PREPARING, next.now(), ""),
                false,
                false,
                true,
                null));
        next.effect(new AgentEffect.Run(launch.revision(), assignment));
    }

    private static String refusal(AgentDraft next, Resources wanted, List<Integer> ports) {
        var free = next.free();
        if (!free.covers(wanted)) {
            return "the node has too little left: free " + free + ", needs " + wanted;
        }
        var taken = next.hostPorts();
        var clash = ports.stream().filter(taken::contains).map(String::valueOf).collect(Collectors.joining(", "));
        return clash.isEmpty() ? "" : "host port taken: " + clash;
    }

    private static void preparing(AgentDraft next, AgentInput.Preparing seen) {
        var held = next.instance(seen.instance());
        if (held != null && held.report().state() == InstanceState.PREPARING) {
            next.see(held, report(seen.instance(), InstanceState.PREPARING, next.now(), seen.message()));
        }
    }

    private static void started(AgentDraft next, AgentInput.Started started) {
        var held = next.instance(started.instance());
        if (held != null && held.report().state() == InstanceState.PREPARING) {
            next.see(
                    held,
                    new InstanceReport(
                            held.id(),
                            InstanceState.RUNNING,
                            next.now(),
                            started.containers(),
                            started.addresses(),
                            null,
                            ""));
        }
    }

    /** The instance ends with how its first container ended; that is kept in the report until the others are stopped too. */
    private static void containerEnded(AgentDraft next, AgentInput.ContainerEnded ended) {
        var held = next.instance(ended.instance());
        if (held != null && !held.hasEnded() && !held.stopping()) {
            var was = held.report();
            next.put(held.withReport(new InstanceReport(
                    was.instance(),
                    was.state(),
                    was.at(),
                    was.containers(),
                    was.addresses(),
                    ended.ending(),
                    was.message())));
            next.effect(new AgentEffect.Stop(held.id(), GRACE_AFTER_SIBLING));
        }
    }

    private static void ended(AgentDraft next, AgentInput.Ended ended) {
        var held = next.instance(ended.instance());
        if (held == null || held.hasEnded()) {
            return;
        }
        var was = held.report();
        var ending = was.ending() == null ? ended.ending() : was.ending();
        next.see(
                held,
                new InstanceReport(
                        was.instance(),
                        endState(held.stopping(), ending, ended.message()),
                        next.now(),
                        was.containers(),
                        was.addresses(),
                        ending,
                        ended.message()));
    }

    private static InstanceState endState(boolean stopping, Ending ending, String message) {
        if (stopping) {
            return InstanceState.KILLED;
        }
        if (ending.exitCode() == null && message.isEmpty()) {
            return InstanceState.LOST;
        }
        return Objects.equals(ending.exitCode(), 0) && !ending.outOfMemory()
                ? InstanceState.FINISHED
                : InstanceState.FAILED;
    }

    /**
     * Takes over what the engines hold. What was created and never started is removed and reported as lost, because the command that wanted
     * it may be withdrawn by now; its supervisor plans anew. An instance that is just being started is left to its runner.
     */
    private static void listed(AgentDraft next, AgentInput.Listed listed) {
        var found = listed.instances().stream().collect(Collectors.toMap(Found::instance, one -> one, (a, b) -> a));
        next.live()
                .filter(held -> held.report().state() == InstanceState.RUNNING
                        && held.report().at().isBefore(listed.asOf())
                        && !found.containsKey(held.id()))
                .forEach(held ->
                        next.see(held, report(held.id(), InstanceState.LOST, next.now(), "its containers are gone")));
        for (var one : listed.instances()) {
            var held = next.instance(one.instance());
            if (held == null) {
                adopt(next, one);
            } else if (held.report().state() == InstanceState.RUNNING) {
                follow(next, one);
            }
        }
        next.adoptedAll();
    }

    private static void adopt(AgentDraft next, Found found) {
        var ports = found.place().ports().stream()
                .map(port -> port.hostPort())
                .filter(Objects::nonNull)
                .toList();
        var halfCreated = found.stage() == AgentInput.Stage.HALF_CREATED;
        var first = halfCreated
                ? report(found.instance(), InstanceState.LOST, next.now(), "the node restarted before it was started")
                : new InstanceReport(
                        found.instance(),
                        InstanceState.RUNNING,
                        found.since(),
                        found.containers(),
                        found.addresses(),
                        null,
                        "");
        var held = new HeldInstance(
                found.instance(), found.workload(), found.resources(), ports, first, true, false, !halfCreated, null);
        next.put(held);
        next.tell(held);
        if (halfCreated) {
            next.effect(new AgentEffect.Remove(found.instance()));
        }
        follow(next, found);
    }

    private static void follow(AgentDraft next, Found found) {
        var ending = found.ending() == null ? Ending.UNKNOWN : found.ending();
        switch (found.stage()) {
            case RUNNING, HALF_CREATED -> {}
            case HALF_ENDED -> containerEnded(next, new AgentInput.ContainerEnded(found.instance(), ending));
            case ENDED -> ended(next, new AgentInput.Ended(found.instance(), ending, ""));
        }
    }

    static InstanceReport report(InstanceId id, InstanceState state, Instant at, String message) {
        return new InstanceReport(id, state, at, List.of(), List.of(), null, message);
    }

    static HeldInstance memory(WorkloadId workload, InstanceReport report) {
        return new HeldInstance(
                report.instance(), workload, Resources.NONE, List.of(), report, true, false, false, null);
    }
}
