package io.troupe.node.engine.simulated;

import io.troupe.cluster.access.InstanceAccess.ExecRequest;
import io.troupe.cluster.access.InstanceAccess.LogRequest;
import io.troupe.node.engine.ContainerEngine;
import io.troupe.node.engine.ContainerPlan;
import io.troupe.node.engine.EngineContainer;
import io.troupe.node.engine.EngineContainer.State;
import io.troupe.node.engine.EngineException;
import io.troupe.node.engine.EngineException.Kind;
import io.troupe.node.engine.EngineListener;
import io.troupe.node.engine.ExecSession;
import io.troupe.node.engine.LogReader;
import io.troupe.node.engine.PrepareProgress;
import io.troupe.node.engine.simulated.Faults.Operation;
import io.troupe.protocol.identity.InstanceId;
import io.troupe.protocol.node.NodeDescription.EngineDescription;
import io.troupe.protocol.node.NodeDescription.EngineKind;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** An engine whose containers exist in memory alone. */
public final class SimulatedEngine implements ContainerEngine {
    private static final int TERMINATED = 143;

    private final SimulatedContainers containers;

    public SimulatedEngine(SimulatedContainers containers) {
        this.containers = containers;
    }

    /** Engines of both kinds on a new machine, on the wall's clock. */
    public static List<ContainerEngine> ofBothKinds(Latencies latencies) {
        return List.of(of(EngineKind.IMAGES, latencies), of(EngineKind.PROCESSES, latencies));
    }

    private static ContainerEngine of(EngineKind kind, Latencies latencies) {
        return new SimulatedEngine(new SimulatedContainers(kind, SimulatedTime.wall(), latencies));
    }

    @Override
    public EngineDescription describe() {
        return new EngineDescription(
                containers.kind(), "simulated", "", containers.faults().answering());
    }

    @Override
    public List<EngineContainer> list() {
        meet(Operation.LIST);
        return containers.all();
    }

    @Override
    public List<EngineContainer> listOf(InstanceId instance) {
        meet(Operation.LIST);
        return containers.of(instance);
    }

    @Override
    public Optional<EngineContainer> find(String container) {
        meet(Operation.FIND);
        return containers.get(container).map(SimulatedContainer::seen);
    }

    @Override
    public void prepare(ContainerPlan plan, PrepareProgress progress) {
        meet(Operation.PREPARE);
        containers.direct(Operation.PREPARE, SimulatedContainers.id(plan), Directions.of(plan));
        if (containers.latencies().prepare().isPositive()) {
            progress.at("preparing " + plan.identity().container());
            containers.time().pass(containers.latencies().prepare());
        }
    }

    @Override
    public String create(ContainerPlan plan) {
        meet(Operation.CREATE);
        containers.direct(Operation.CREATE, SimulatedContainers.id(plan), Directions.of(plan));
        containers.time().pass(containers.latencies().create());
        return containers.create(plan);
    }

    @Override
    public void start(String container) {
        meet(Operation.START);
        direct(Operation.START, container);
        containers.time().pass(containers.latencies().start());
        containers.start(container);
    }

    @Override
    public void stop(String container, Duration grace) {
        meet(Operation.STOP);
        direct(Operation.STOP, container);
        containers.stop(container, grace, TERMINATED);
    }

    @Override
    public void remove(String container) {
        meet(Operation.REMOVE);
        direct(Operation.REMOVE, container);
        containers.remove(container);
    }

    @Override
    public Subscription subscribe(EngineListener listener) {
        containers.listen(listener);
        return () -> containers.unlisten(listener);
    }

    @Override
    public LogReader logs(String container, LogRequest request) {
        meet(Operation.LOGS);
        return new SimulatedLogReader(containers.existing(container), request);
    }

    /** Runs what a {@link Script} understands of the command, at once; a command that would run on ends with 0. */
    @Override
    public ExecSession exec(String container, ExecRequest request) {
        meet(Operation.EXEC);
        if (containers.existing(container).state() != State.RUNNING) {
            throw new EngineException(Kind.CONFLICT, "the container " + container + " does not run");
        }
        return new SimulatedExecSession(Script.of(request.command()));
    }

    private void direct(Operation operation, String container) {
        containers.get(container).ifPresent(one -> containers.direct(operation, container, one.directions()));
    }

    private void meet(Operation operation) {
        containers.faults().meet(operation);
    }

    @Override
    public String sandboxInside(Path sandbox) {
        return sandbox.toString();
    }

    @Override
    public void close() {
        // Subscriptions belong to who opened them; there is nothing else to let go of.
    }
}
