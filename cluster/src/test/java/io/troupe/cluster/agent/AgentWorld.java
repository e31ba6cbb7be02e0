package io.troupe.cluster.agent;

import io.troupe.cluster.agent.AgentCommand.Assignment;
import io.troupe.cluster.agent.EnginesInMemory.Life;
import io.troupe.cluster.runner.RunnerDecisions;
import io.troupe.cluster.runner.RunnerEffect;
import io.troupe.cluster.runner.RunnerInput;
import io.troupe.cluster.runner.RunnerInput.Failure;
import io.troupe.cluster.runner.RunnerState;
import io.troupe.cluster.runner.RunnerStep;
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
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** One agent with its runners in one thread and on virtual time. What they wish happens some time later, or goes wrong. */
final class AgentWorld {
    static final Resources TOTAL = Resources.of(2, 2_048);

    /** A call that an engine has been asked for. */
    private record Asked(InstanceId instance, RunnerEffect.Call call) {}

    private final SplittableRandom random;
    final EnginesInMemory engines = new EnginesInMemory(TOTAL);
    final Map<InstanceId, InstanceReport> stored = new TreeMap<>();
    private final Map<InstanceId, AgentInput.Found> notes = new TreeMap<>();
    final Set<InstanceId> sandboxes = new TreeSet<>();
    private final List<Runnable> inFlight = new ArrayList<>();
    private final List<Asked> asked = new ArrayList<>();
    private final Set<Long> interrupted = new HashSet<>();
    private final Set<InstanceId> watched = new HashSet<>();
    private final Map<InstanceId, RunnerState> runners = new TreeMap<>();
    private final Map<InstanceId, AgentEffect.Run> runs = new HashMap<>();
    private final Map<InstanceId, Set<EngineKind>> kinds = new HashMap<>();
    private Instant now = Instant.ofEpochSecond(1_000_000);
    private AgentState state;
    boolean faulty = true;

    AgentWorld(SplittableRandom random) {
        this.random = random;
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

    boolean quiet() {
        return inFlight.isEmpty() && asked.isEmpty();
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
        for (var id : List.copyOf(runners.keySet())) {
            var due = Objects.requireNonNull(runners.get(id)).wakeAt();
            if (due.isPresent() && !now.isBefore(due.get())) {
                tell(id, new RunnerInput.Tick());
            }
        }
    }

    /** Something that is under way happens. */
    void happen() {
        var choice = inFlight.size() + asked.size();
        if (choice == 0) {
            return;
        }
        var picked = random.nextInt(choice);
        if (picked < inFlight.size()) {
            inFlight.remove(picked).run();
        } else {
            perform(asked.remove(picked - inFlight.size()));
        }
    }

    /** The JVM dies: what it knew is gone, and with it every message; calls that were made may still be carried out. */
    void crash() {
        for (var one : List.copyOf(asked)) {
            if (random.nextBoolean()) {
                var _ = answer(one);
            }
        }
        asked.clear();
        inFlight.clear();
        runners.clear();
        watched.clear();
        interrupted.clear();
        now = now.plusSeconds(1);
        state = AgentState.starting(description(), now);
        var unnoted = sandboxes.stream()
                .filter(id -> !notes.containsKey(id))
                .map(InstanceId::value)
                .collect(Collectors.toSet());
        take(new AgentInput.Noted(List.copyOf(notes.values()), unnoted));
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

    private void take(AgentInput input) {
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
            case AgentEffect.Run run -> {
                var id = run.assignment().instance();
                runs.put(id, run);
                kinds.put(id, kinds(run));
                var spec = run.revision().spec();
                tell(id, new RunnerInput.Run(spec.containers().size(), random.nextBoolean()));
            }
            case AgentEffect.Stop stop -> {
                kinds.putIfAbsent(stop.instance(), stop.engines());
                tell(stop.instance(), new RunnerInput.Stop(stop.grace()));
            }
            case AgentEffect.Remove remove -> {
                kinds.putIfAbsent(remove.instance(), remove.engines());
                tell(remove.instance(), new RunnerInput.Remove());
            }
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
            case AgentEffect.DropNote drop -> notes.remove(drop.instance());
            case AgentEffect.Sweep sweep -> sweep(sweep);
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

    /** What has containers still needs its sandbox. */
    private void sweep(AgentEffect.Sweep sweep) {
        var swept = sandboxes.stream()
                .filter(id ->
                        sweep.sandboxes().contains(id.value()) && !sweep.known().contains(id))
                .toList();
        for (var id : swept) {
            if (!engines.of(id).isEmpty()) {
                throw new AssertionError("the sandbox of " + id + " is removed, and it has containers");
            }
            sandboxes.remove(id);
        }
    }

    static Set<EngineKind> kinds(AgentEffect.Run run) {
        return run.revision().spec().containers().stream()
                .map(container -> container.image() == null ? EngineKind.PROCESSES : EngineKind.IMAGES)
                .collect(Collectors.toSet());
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

    private void tell(InstanceId id, RunnerInput input) {
        var runner = runners.getOrDefault(id, RunnerState.idle(id));
        var decision = RunnerDecisions.decide(runner, input, now);
        runners.put(id, decision.state());
        for (var effect : decision.effects()) {
            switch (effect) {
                case RunnerEffect.Call call -> asked.add(new Asked(id, call));
                case RunnerEffect.Interrupt interrupt -> interrupted.add(interrupt.number());
                case RunnerEffect.Tell told -> inFlight.add(() -> take(told.news()));
                case RunnerEffect.Finish finish -> runners.remove(id);
            }
        }
    }

    private void perform(Asked one) {
        if (faulty && random.nextInt(40) == 0) {
            return;
        }
        var answer = answer(one);
        inFlight.add(() -> {
            if (runners.containsKey(one.instance())) {
                tell(one.instance(), answer);
            }
        });
        if (faulty && random.nextInt(20) == 0) {
            inFlight.add(() -> {
                if (runners.containsKey(one.instance())) {
                    tell(one.instance(), answer);
                }
            });
        }
    }

    private RunnerInput answer(Asked one) {
        var number = one.call().number();
        var away = Objects.requireNonNullElse(kinds.get(one.instance()), EnumSet.noneOf(EngineKind.class)).stream()
                .anyMatch(kind -> !engines.answers(kind));
        if (away || faulty && random.nextInt(12) == 0) {
            return new RunnerInput.Failed(number, Failure.OUTAGE, "does not answer");
        }
        return switch (one.call().step()) {
            case RunnerStep.Prepare(var index) -> {
                var run = run(one.instance());
                notes.put(one.instance(), EnginesInMemory.note(run, kinds(run)));
                sandboxes.add(one.instance());
                yield faulty && random.nextInt(15) == 0
                        ? new RunnerInput.Failed(number, Failure.REFUSED, "no such image")
                        : new RunnerInput.Done(number);
            }
            case RunnerStep.Create(var index) -> {
                var run = run(one.instance());
                var id = one.instance() + "-" + index;
                var kind = run.revision().spec().containers().get(index).image() == null
                        ? EngineKind.PROCESSES
                        : EngineKind.IMAGES;
                yield engines.create(id, run, kind)
                        ? new RunnerInput.Created(number, id)
                        : new RunnerInput.Failed(number, Failure.HAS_RUN, "has run");
            }
            case RunnerStep.Start(var index, var container) ->
                engines.start(container)
                        ? new RunnerInput.Done(number)
                        : new RunnerInput.Failed(number, Failure.REFUSED, "no such container");
            case RunnerStep.Look look ->
                new RunnerInput.Looked(number, List.of("10.0.0.1"), EnginesInMemory.ending(engines.of(one.instance())));
            case RunnerStep.Stop(var grace) -> {
                engines.of(one.instance()).stream()
                        .filter(container -> container.life == Life.RUNNING)
                        .forEach(container -> engines.end(container, grace.isZero() ? 137 : 143));
                var ending = EnginesInMemory.ending(engines.of(one.instance()));
                yield new RunnerInput.Stopped(number, ending == null ? Ending.UNKNOWN : ending);
            }
            case RunnerStep.Discard discard -> {
                engines.of(one.instance()).forEach(container -> engines.remove(container.id));
                yield new RunnerInput.Done(number);
            }
            case RunnerStep.Clear clear -> {
                engines.of(one.instance()).forEach(container -> engines.remove(container.id));
                notes.remove(one.instance());
                sandboxes.remove(one.instance());
                yield new RunnerInput.Done(number);
            }
        };
    }

    private AgentEffect.Run run(InstanceId instance) {
        return Objects.requireNonNull(runs.get(instance));
    }

    @Nullable Assignment assignment(InstanceId instance) {
        var run = runs.get(instance);
        return run == null ? null : run.assignment();
    }

    InstanceState storedState(InstanceId instance) {
        var report = stored.get(instance);
        return report == null ? InstanceState.PLACED : report.state();
    }
}
