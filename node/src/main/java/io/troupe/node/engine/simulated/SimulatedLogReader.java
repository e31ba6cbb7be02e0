package io.troupe.node.engine.simulated;

import io.troupe.cluster.access.InstanceAccess.LogChunk;
import io.troupe.cluster.access.InstanceAccess.LogRequest;
import io.troupe.node.engine.EngineContainer.State;
import io.troupe.node.engine.LogReader;
import io.troupe.node.engine.simulated.SimulatedContainer.Line;
import java.util.Optional;

/** Reads the lines of a simulated container, one a piece. */
final class SimulatedLogReader implements LogReader {
    private final SimulatedContainer container;
    private final LogRequest request;
    private long next;
    private boolean closed;

    SimulatedLogReader(SimulatedContainer container, LogRequest request) {
        this.container = container;
        this.request = request;
        var tail = request.tailLines();
        if (tail != null) {
            synchronized (container) {
                next = tailStart(container.lineCount(), tail);
            }
        }
    }

    private long tailStart(long end, int wanted) {
        var at = end;
        for (var left = wanted; at > 0 && left > 0; at--) {
            if (container.line(at - 1).filter(this::isWanted).isPresent()) {
                left--;
            }
        }
        return at;
    }

    @Override
    public Optional<LogChunk> next() {
        synchronized (container) {
            while (!closed) {
                var line = container.line(next);
                if (line.isPresent()) {
                    next = container.nextLine(next);
                    if (isWanted(line.get())) {
                        return line.map(Line::chunk);
                    }
                } else if (!request.follow() || container.state() == State.ENDED) {
                    return Optional.empty();
                } else {
                    try {
                        container.wait();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                        return Optional.empty();
                    }
                }
            }
            return Optional.empty();
        }
    }

    private boolean isWanted(Line line) {
        var since = request.since();
        return (line.error() ? request.error() : request.output())
                && (since == null || !line.at().isBefore(since));
    }

    @Override
    public void close() {
        synchronized (container) {
            closed = true;
            container.notifyAll();
        }
    }
}
