package io.troupe.cluster.agent;

import io.troupe.cluster.agent.AgentCommand.Assignment;
import io.troupe.cluster.agent.EnginesInMemory.Life;
import io.troupe.cluster.runner.RunnerDecisions;
import io.troupe.cluster.runner.RunnerEffect;
import io.troupe.cluster.runner.RunnerInput;
import io.troupe.cluster.runner.RunnerInput.Failure;
import io.troupe.cluster.runner.RunnerState;
import io.troupe.cluster.runner.RunnerStep;
import io.troupe.protocol.identity.InstanceId;
import io.troupe.protocol.node.NodeDescription.EngineKind;
import io.troupe.protocol.workload.Ending;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The runners of an agent and the calls they have asked for, which fail, are answered twice or never. */
final class RunnersInMemory {
    /** A call that an engine has been asked for. */
    private record Asked(InstanceId instance, RunnerEffect.Call call) {}

    private final AgentWorld world;
    private final EnginesInMemory engines;
    private final SplittableRandom random;
    private final List<Asked> asked = new ArrayList<>();
    private final Map<InstanceId, RunnerState> states = new TreeMap<>();
    private final Map<InstanceId, AgentEffect.Run> runs = new HashMap<>();
    private final Map<InstanceId, Set<EngineKind>> kinds = new HashMap<>();

    RunnersInMemory(AgentWorld world, SplittableRandom random) {
        this.world = world;
        this.engines = world.engines;
        this.random = random;
    }

    /** How many calls are under way. */
    int asked() {
        return asked.size();
    }

    void run(AgentEffect.Run run) {
        var id = run.assignment().instance();
        runs.put(id, run);
        kinds.put(id, kinds(run));
        var spec = run.revision().spec();
        tell(id, new RunnerInput.Run(spec.containers().size(), random.nextBoolean()));
    }

    private static Set<EngineKind> kinds(AgentEffect.Run run) {
        return run.revision().spec().containers().stream()
                .map(container -> container.image() == null ? EngineKind.PROCESSES : EngineKind.IMAGES)
                .collect(Collectors.toSet());
    }

    void tell(InstanceId id, Set<EngineKind> engineKinds, RunnerInput input) {
        kinds.putIfAbsent(id, engineKinds);
        tell(id, input);
    }

    private void tell(InstanceId id, RunnerInput input) {
        var runner = states.getOrDefault(id, RunnerState.idle(id));
        var decision = RunnerDecisions.decide(runner, input, world.now());
        states.put(id, decision.state());
        for (var effect : decision.effects()) {
            switch (effect) {
                case RunnerEffect.Call call -> asked.add(new Asked(id, call));
                case RunnerEffect.Interrupt interrupt -> {
                    // An engine need not heed it.
                }
                case RunnerEffect.Tell told -> world.later(() -> world.take(told.news()));
                case RunnerEffect.Finish finish -> states.remove(id);
            }
        }
    }

    void pass() {
        for (var id : List.copyOf(states.keySet())) {
            var due = Objects.requireNonNull(states.get(id)).wakeAt();
            if (due.isPresent() && !world.now().isBefore(due.get())) {
                tell(id, new RunnerInput.Tick());
            }
        }
    }

    /** Calls that were made may still be carried out. */
    void crash() {
        for (var one : List.copyOf(asked)) {
            if (random.nextBoolean()) {
                var _ = answer(one);
            }
        }
        asked.clear();
        states.clear();
    }

    /** One of the calls that are under way is carried out. */
    void perform(int which) {
        var one = asked.remove(which);
        if (world.faulty && random.nextInt(40) == 0) {
            return;
        }
        var answer = answer(one);
        answerLater(one.instance(), answer);
        if (world.faulty && random.nextInt(20) == 0) {
            answerLater(one.instance(), answer);
        }
    }

    private void answerLater(InstanceId instance, RunnerInput answer) {
        world.later(() -> {
            if (states.containsKey(instance)) {
                tell(instance, answer);
            }
        });
    }

    private RunnerInput answer(Asked one) {
        var number = one.call().number();
        var id = one.instance();
        var away = kinds.getOrDefault(id, Set.of()).stream().anyMatch(kind -> !engines.answers(kind));
        if (away || world.faulty && random.nextInt(12) == 0) {
            return new RunnerInput.Failed(number, Failure.OUTAGE, "does not answer");
        }
        return switch (one.call().step()) {
            case RunnerStep.Prepare(var index) -> {
                var run = run(id);
                world.directory.note(EnginesInMemory.note(run, kinds(run)));
                yield world.faulty && random.nextInt(15) == 0
                        ? new RunnerInput.Failed(number, Failure.REFUSED, "no such image")
                        : new RunnerInput.Done(number);
            }
            case RunnerStep.Create(var index) -> {
                var run = run(id);
                var container = id + "-" + index;
                var kind = run.revision().spec().containers().get(index).image() == null
                        ? EngineKind.PROCESSES
                        : EngineKind.IMAGES;
                yield engines.create(container, run, kind)
                        ? new RunnerInput.Created(number, container)
                        : new RunnerInput.Failed(number, Failure.HAS_RUN, "has run");
            }
            case RunnerStep.Start(var index, var container) ->
                engines.start(container)
                        ? new RunnerInput.Done(number)
                        : new RunnerInput.Failed(number, Failure.REFUSED, "no such container");
            case RunnerStep.Look look ->
                new RunnerInput.Looked(number, List.of("10.0.0.1"), EnginesInMemory.ending(engines.of(id)));
            case RunnerStep.Stop(var grace) -> {
                engines.of(id).stream()
                        .filter(container -> container.life == Life.RUNNING)
                        .forEach(container -> engines.end(container, grace.isZero() ? 137 : 143));
                var ending = EnginesInMemory.ending(engines.of(id));
                yield new RunnerInput.Stopped(number, ending == null ? Ending.UNKNOWN : ending);
            }
            case RunnerStep.Discard discard -> {
                engines.of(id).forEach(container -> engines.remove(container.id));
                yield new RunnerInput.Done(number);
            }
            case RunnerStep.Clear clear -> {
                engines.of(id).forEach(container -> engines.remove(container.id));
                world.directory.remove(id);
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
}
