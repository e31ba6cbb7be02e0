package io.troupe.node.engine.simulated;

import io.troupe.node.engine.EngineException;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What goes wrong in a simulated engine, as it was told. */
public final class Faults {
    /** What an engine can be asked. */
    public enum Operation {
        LIST,
        FIND,
        PREPARE,
        CREATE,
        START,
        STOP,
        REMOVE,
        LOGS,
        EXEC
    }

    private record Failure(EngineException.Kind kind, int times) {}

    private final Map<Operation, Failure> failing = new EnumMap<>(Operation.class);
    private final Set<Operation> hanging = EnumSet.noneOf(Operation.class);
    private @Nullable String outage;

    /** The next {@code times} calls of the operation fail. */
    public synchronized void fail(Operation operation, EngineException.Kind kind, int times) {
        failing.put(operation, new Failure(kind, times));
    }

    /** Calls of the operation do not return until {@link #heal}, or until their thread is interrupted. */
    public synchronized void hang(Operation operation) {
        hanging.add(operation);
    }

    /** From now on nothing goes wrong any more, and calls that hang go on. An outage goes on as well. */
    public synchronized void heal() {
        failing.clear();
        hanging.clear();
        notifyAll();
    }

    synchronized void outage(@Nullable String reason) {
        outage = reason;
    }

    synchronized boolean answering() {
        return outage == null;
    }

    /** Called at the beginning of each operation. */
    synchronized void meet(Operation operation) {
        while (hanging.contains(operation)) {
            try {
                wait();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new EngineException(EngineException.Kind.UNAVAILABLE, "interrupted", e);
            }
        }
        if (outage != null) {
            throw new EngineException(EngineException.Kind.UNAVAILABLE, outage);
        }
        var failure = failing.get(operation);
        if (failure != null) {
            if (failure.times() <= 1) {
                failing.remove(operation);
            } else {
                failing.put(operation, new Failure(failure.kind(), failure.times() - 1));
            }
            throw new EngineException(failure.kind(), "told to fail at " + operation);
        }
    }
}
