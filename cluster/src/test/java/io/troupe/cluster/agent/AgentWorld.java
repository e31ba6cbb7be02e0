package io.troupe.cluster.agent;

import io.troupe.cluster.agent.AgentCommand.Assignment;
import io.troupe.cluster.runner.RunnerInput;
import io.troupe.protocol.health.CheckResult;
import io.troupe.protocol.health.Health;
import io.troupe.protocol.health.Readiness;
import io.troupe.protocol.identity.InstanceId;
import io.troupe.protocol.identity.NodeId;
import io.troupe.protocol.node.NodeDescription;
import io.troupe.protocol.node.NodeDescription.EngineDescription;
import io.troupe.protocol.node.NodeDescription.EngineKind;
import io.troupe.protocol.node.NodeDescription.PortRange;
import io.troupe.protocol.workload.Ending;
import io.troupe.protocol.workload.InstanceReport;
import io.troupe.protocol.workload.InstanceState;
import io.troupe.protocol.workload.Resources;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** One agent with its runners in one thread and on virtual time. What they wish happens some time later, or goes wrong. */
final class AgentWorld {
    static final Resources TOTAL = Resources.of(2, 2_048);

    private final SplittableRandom random;
    final EnginesInMemory engines = new EnginesInMemory(TOTAL);
    final Map<InstanceId, InstanceReport> stored = new TreeMap<>();
    final DirectoryInMemory directory = new DirectoryInMemory(engines);
    private final List<Runnable> inFlight = new ArrayList<>();
    private final RunnersInMemory runners;
    private final Set<InstanceId> watched = new HashSet<>();
    private Instant now = Instant.ofEpochSecond(1_000_000);
    private AgentState state;
    boolean faulty = true;

    AgentWorld(SplittableRandom random) {
        this.random = random;
        runners = new RunnersInMemory(this, random);
        state = AgentState.starting(description(), now);
        take(new AgentInput.Noted(List.of()));
    }

    private static NodeDescription description() {
        return new NodeDescription(
                NodeId.of("node-1"),
                "127.0.0.1",
                TOTAL,
                List.of(new PortRange(31_000, 31_003)),
                Map.of(),
                null,
                null,
                List.of(),
                List.of(
                        new EngineDescription(EngineKind.IMAGES, "docker", "1", true),
                        new EngineDescription(EngineKind.PROCESSES, "process", "", true)),
                "test");
    }

    AgentState state() {
        return state;
    }

    Instant now() {
        return now;
    }

    void later(Runnable act) {
        inFlight.add(act);
    }

    boolean quiet() {
        return inFlight.isEmpty() && runners.asked() == 0;
    }

    /** A command on its way: it arrives once, twice or never, at any time. */
    void send(AgentCommand command) {
        var times = !faulty ? 1 : random.nextInt(10) == 0 ? 0 : random.nextInt(6) == 0 ? 2 : 1;
        for (var copy = 0; copy < times; copy++) {
            inFlight.add(() -> take(new AgentInput.Asked(command)));
        }
    }

    void pass(Duration duration) {
        now = now.plus(duration);
        if (!now.isBefore(state.wakeAt())) {
            take(new AgentInput.Tick());
        }
        runners.pass();
    }

    /** Something that is under way happens. */
    void happen() {
        var choice = inFlight.size() + runners.asked();
        if (choice == 0) {
            return;
        }
        var picked = random.nextInt(choice);
        if (picked < inFlight.size()) {
            inFlight.remove(picked).run();
        } else {
            runners.perform(picked - inFlight.size());
        }
    }

    /** The JVM dies: what it knew is gone, and with it every message; calls that were made may still be carried out. */
    void crash() {
        runners.crash();
        inFlight.clear();
        watched.clear();
        now = now.plusSeconds(1);
        state = AgentState.starting(description(), now);
        take(directory.noted());
    }

    void engineLeaves(EngineKind kind) {
        if (engines.answers(kind)) {
            engines.leave(kind);
            inFlight.add(() -> take(new AgentInput.ListingFailed(kind, "gone")));
        }
    }

    void engineReturns(EngineKind kind) {
        if (!engines.answers(kind)) {
            engines.comeBack(kind);
            if (random.nextBoolean()) {
                inFlight.add(() -> take(new AgentInput.EngineSeen(new EngineDescription(kind, "docker", "1", true))));
            }
        }
    }

    /** A container ends by itself, or is taken away; whether its engine manages to say so is another matter. */
    void containerEnds(boolean vanishes) {
        var running = engines.running();
        if (running.isEmpty()) {
            return;
        }
        var one = running.get(random.nextInt(running.size()));
        if (vanishes) {
            engines.remove(one.id);
        } else {
            engines.end(one, random.nextInt(3));
        }
        if (engines.answers(one.kind) && random.nextInt(4) > 0) {
            inFlight.add(() -> take(
                    vanishes
                            ? new AgentInput.ContainerGone(one.id)
                            : new AgentInput.ContainerEnded(one.instance(), new Ending(one.exitCode, false))));
        }
    }

    void take(AgentInput input) {
        var decision = AgentDecisions.decide(state, input, now);
        checkForwardOnly(state, decision.state());
        state = decision.state();
        decision.effects().forEach(this::carryOut);
        checkWatched();
    }

    /** The checks of those that run and are to run are tried, and of no other. */
    private void checkWatched() {
        var running = state.instances().byId().values().stream()
                .filter(HeldInstance::watched)
                .map(HeldInstance::id)
                .collect(Collectors.toSet());
        if (!running.equals(watched)) {
            throw new AssertionError("watched are " + watched + " instead of " + running);
        }
    }

    private static void checkForwardOnly(AgentState before, AgentState after) {
        before.instances().byId().forEach((id, held) -> {
            var next = after.instances().get(id);
            if (next != null && next.report().state().compareTo(held.report().state()) < 0) {
                throw new AssertionError(id + " went back from " + held.report().state() + " to "
                        + next.report().state());
            }
        });
    }

    private void carryOut(AgentEffect effect) {
        switch (effect) {
            case AgentEffect.Run run -> runners.run(run);
            case AgentEffect.Stop stop ->
                runners.tell(stop.instance(), stop.engines(), new RunnerInput.Stop(stop.grace()));
            case AgentEffect.Remove remove ->
                runners.tell(remove.instance(), remove.engines(), new RunnerInput.Remove());
            case AgentEffect.Watch watch -> {
                if (!watched.add(watch.instance())) {
                    throw new AssertionError(watch.instance() + " is watched twice");
                }
                var id = watch.instance();
                var ready = random.nextBoolean() ? Readiness.READY : Readiness.NOT_READY;
                inFlight.add(() -> take(new AgentInput.Checked(
                        id, new Health(ready, List.of(CheckResult.untried("alive", watch.started()))))));
            }
            case AgentEffect.Unwatch unwatch -> watched.remove(unwatch.instance());
            case AgentEffect.DropNote drop -> directory.dropNote(drop.instance());
            case AgentEffect.Sweep sweep -> directory.sweep(sweep);
            case AgentEffect.ListContainers list ->
                list.engines().forEach(kind -> {
                    var asOf = now;
                    inFlight.add(() -> list(kind, asOf));
                });
            case AgentEffect.Report report -> report(report.reports());
            case AgentEffect.Announce announce -> {
                var taken = state.live()
                        .filter(HeldInstance::isRunning)
                        .map(HeldInstance::resources)
                        .reduce(Resources.NONE, Resources::plus);
                if (!TOTAL.covers(taken)) {
                    throw new AssertionError("holds more than the node has");
                }
            }
        }
    }

    /** What the list says is true of a moment between the question and the answer. */
    private void list(EngineKind kind, Instant asOf) {
        if (!engines.answers(kind)) {
            inFlight.add(() -> take(new AgentInput.ListingFailed(kind, "does not answer")));
            return;
        }
        var found = engines.list(kind);
        inFlight.add(() -> take(new AgentInput.Listed(asOf, Set.of(kind), found)));
    }

    private void report(AgentReports reports) {
        if (reports.reports().size() > AgentDraft.REPORTS_IN_BATCH_MAX) {
            throw new AssertionError("too long a batch");
        }
        if (faulty && random.nextInt(5) == 0) {
            return;
        }
        inFlight.add(() -> {
            for (var report : reports.reports()) {
                stored.merge(
                        report.instance(),
                        report,
                        (known, heard) -> heard.state().compareTo(known.state()) >= 0
                                        && !known.state().hasEnded()
                                ? heard
                                : known);
            }
            send(new AgentCommand.Acknowledge(reports.workload(), reports.batch()));
        });
    }

    @Nullable Assignment assignment(InstanceId instance) {
        return runners.assignment(instance);
    }

    InstanceState storedState(InstanceId instance) {
        var report = stored.get(instance);
        return report == null ? InstanceState.PLACED : report.state();
    }
}
