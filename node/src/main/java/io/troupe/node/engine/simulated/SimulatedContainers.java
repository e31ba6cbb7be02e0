package io.troupe.node.engine.simulated;

import io.troupe.node.engine.ContainerPlan;
import io.troupe.node.engine.EngineContainer;
import io.troupe.node.engine.EngineContainer.State;
import io.troupe.node.engine.EngineEvent;
import io.troupe.node.engine.EngineException;
import io.troupe.node.engine.EngineException.Kind;
import io.troupe.node.engine.EngineListener;
import io.troupe.node.engine.simulated.Faults.Operation;
import io.troupe.protocol.identity.InstanceId;
import io.troupe.protocol.node.NodeDescription.EngineKind;
import java.time.Duration;
import java.util.Collection;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** The containers of one simulated machine of one kind. They outlive the {@link SimulatedEngine}s that are opened on them. */
public final class SimulatedContainers {
    private static final int KILLED = 137;
    private static final int FAILURES_COUNTED_MAX = 10_000;

    private final EngineKind kind;
    private final SimulatedTime time;
    private final Latencies latencies;
    private final Faults faults = new Faults();
    private final Map<String, SimulatedContainer> containers = new LinkedHashMap<>();
    private final Map<InstanceId, Set<String>> ofInstance = new LinkedHashMap<>();
    private final Map<String, Map<Operation, Integer>> failures = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Map<Operation, Integer>> eldest) {
            return size() > FAILURES_COUNTED_MAX;
        }
    };
    private final List<EngineListener> listeners = new CopyOnWriteArrayList<>();

    public SimulatedContainers(EngineKind kind, SimulatedTime time, Latencies latencies) {
        this.kind = kind;
        this.time = time;
        this.latencies = latencies;
    }

    public Faults faults() {
        return faults;
    }

    EngineKind kind() {
        return kind;
    }

    SimulatedTime time() {
        return time;
    }

    Latencies latencies() {
        return latencies;
    }

    /** A container ends by itself; whether it ran. */
    public boolean end(String container, @Nullable Integer exitCode, boolean outOfMemory) {
        return get(container).filter(one -> end(one, exitCode, outOfMemory)).isPresent();
    }

    /** A container vanishes, as if somebody had removed it behind the engine's back. */
    public void lose(String container) {
        remove(container);
    }

    /** All containers vanish without a word, as if the engine had lost its disk. */
    public synchronized void loseAll() {
        containers.clear();
        ofInstance.clear();
    }

    /** From now on nothing is answered nor told. */
    public synchronized void fallSilent(String reason) {
        if (faults.answering()) {
            tell(new EngineEvent.Lost(reason));
            faults.outage(reason);
        }
    }

    public synchronized void answerAgain() {
        if (!faults.answering()) {
            faults.outage(null);
            tell(new EngineEvent.Back());
        }
    }

    void listen(EngineListener listener) {
        listeners.add(listener);
    }

    void unlisten(EngineListener listener) {
        listeners.remove(listener);
    }

    synchronized List<EngineContainer> all() {
        return seen(containers.values());
    }

    synchronized List<EngineContainer> of(InstanceId instance) {
        return seen(ofInstance.getOrDefault(instance, Set.of()).stream()
                .map(containers::get)
                .filter(Objects::nonNull)
                .toList());
    }

    private static List<EngineContainer> seen(Collection<SimulatedContainer> some) {
        return some.stream().map(SimulatedContainer::seen).toList();
    }

    synchronized Optional<SimulatedContainer> get(String id) {
        return Optional.ofNullable(containers.get(id));
    }

    SimulatedContainer existing(String id) {
        return get(id).orElseThrow(() -> new EngineException(Kind.NOT_FOUND, "no such container: " + id));
    }

    static String id(ContainerPlan plan) {
        return "simulated-" + plan.identity().instance() + "-" + plan.identity().container();
    }

    synchronized String create(ContainerPlan plan) {
        var identity = plan.identity();
        var id = id(plan);
        var known = containers.get(id);
        if (known != null && known.state() == State.ENDED) {
            throw new EngineException(Kind.CONFLICT, "the container " + id + " has run already");
        }
        if (known == null) {
            containers.put(
                    id,
                    new SimulatedContainer(
                            id, identity.instance(), identity.labels(), Directions.of(plan), time.now()));
            ofInstance
                    .computeIfAbsent(identity.instance(), instance -> new LinkedHashSet<>())
                    .add(id);
        }
        return id;
    }

    /** Does to an operation what the container's directions say of it. */
    void direct(Operation operation, String id, Directions directions) {
        time.pass(directions.slow().getOrDefault(operation, Duration.ZERO));
        var failing = directions.failing().get(operation);
        if (failing != null && count(operation, id) <= failing.times()) {
            throw new EngineException(failing.kind(), "told to fail at " + operation + " by " + Directions.VARIABLE);
        }
    }

    private synchronized int count(Operation operation, String id) {
        return failures.computeIfAbsent(id, key -> new EnumMap<>(Operation.class))
                .merge(operation, 1, Integer::sum);
    }

    void start(String id) {
        var container = existing(id);
        synchronized (this) {
            if (!container.start(time.now())) {
                return;
            }
            tell(new EngineEvent.Started(id, time.now()));
        }
        proceed(container, 0);
    }

    /** Runs the script from a step on, until it has to wait or the container has ended. */
    private void proceed(SimulatedContainer container, int position) {
        var steps = container.script().steps();
        for (var at = position; at < steps.size() && container.state() == State.RUNNING; at++) {
            var next = at + 1;
            switch (steps.get(at)) {
                case Script.Step.Sleep sleep -> {
                    time.after(sleep.duration(), () -> proceed(container, next));
                    return;
                }
                case Script.Step.Print print ->
                    container.print(new SimulatedContainer.Line(time.now(), print.error(), print.line()));
                case Script.Step.Exit exit -> end(container, exit.code(), false);
                case Script.Step.IgnoreStop ignore -> container.ignoreStop();
                case Script.Step.RunOutOfMemory memory -> end(container, KILLED, true);
                case Script.Step.Vanish vanish -> lose(container.id());
                case Script.Step.Outage outage -> {
                    fallSilent("told to by " + container.id());
                    time.after(outage.duration(), () -> {
                        answerAgain();
                        proceed(container, next);
                    });
                    return;
                }
                case Script.Step.RunOn server -> {
                    return;
                }
            }
        }
        end(container, 0, false);
    }

    void stop(String id, Duration grace, int exitCode) {
        var container = get(id).filter(one -> one.state() == State.RUNNING);
        if (container.isPresent()) {
            time.pass(container.get().ignoringStop() ? grace : latencies.stop());
            end(container.get(), container.get().ignoringStop() ? KILLED : exitCode, false);
        }
    }

    private synchronized boolean end(SimulatedContainer container, @Nullable Integer exitCode, boolean outOfMemory) {
        var ended = container.end(exitCode, outOfMemory);
        if (ended && containers.containsKey(container.id())) {
            tell(new EngineEvent.Ended(container.id(), exitCode, outOfMemory, time.now()));
        }
        return ended;
    }

    void remove(String id) {
        var found = get(id);
        if (found.isEmpty()) {
            return;
        }
        end(found.get(), KILLED, false);
        synchronized (this) {
            if (containers.remove(id) != null) {
                ofInstance.computeIfPresent(found.get().instance(), (instance, ids) -> {
                    ids.remove(id);
                    return ids.isEmpty() ? null : ids;
                });
                tell(new EngineEvent.Removed(id, time.now()));
            }
        }
    }

    private void tell(EngineEvent event) {
        if (faults.answering()) {
            listeners.forEach(listener -> listener.heard(event));
        }
    }
}
