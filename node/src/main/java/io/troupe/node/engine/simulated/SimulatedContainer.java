package io.troupe.node.engine.simulated;

import akka.util.ByteString;
import io.troupe.cluster.access.InstanceAccess.LogChunk;
import io.troupe.node.engine.EngineContainer;
import io.troupe.node.engine.EngineContainer.State;
import io.troupe.protocol.identity.InstanceId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One container in memory. All its methods are called under its own lock; who waits for output waits on it. */
final class SimulatedContainer {
    private static final int LINES_MAX = 1_000;

    /** A line of output. */
    record Line(Instant at, boolean error, String text) {
        LogChunk chunk() {
            return new LogChunk(error, ByteString.fromString(text + "\n"));
        }
    }

    private final String id;
    private final InstanceId instance;
    private final Map<String, String> labels;
    private final Instant createdAt;
    private final Directions directions;
    private final List<Line> lines = new ArrayList<>(0);
    private long linesDropped;
    private State state = State.CREATED;
    private @Nullable Instant startedAt;
    private @Nullable Integer exitCode;
    private boolean outOfMemory;
    private boolean ignoringStop;

    SimulatedContainer(
            String id, InstanceId instance, Map<String, String> labels, Directions directions, Instant createdAt) {
        this.id = id;
        this.instance = instance;
        this.labels = labels;
        this.directions = directions;
        this.createdAt = createdAt;
    }

    String id() {
        return id;
    }

    InstanceId instance() {
        return instance;
    }

    Directions directions() {
        return directions;
    }

    Script script() {
        return directions.script();
    }

    synchronized State state() {
        return state;
    }

    synchronized EngineContainer seen() {
        return new EngineContainer(id, labels, state, exitCode, outOfMemory, createdAt, startedAt, List.of(), null);
    }

    /** Whether it was not started before. */
    synchronized boolean start(Instant at) {
        if (state != State.CREATED) {
            return false;
        }
        state = State.RUNNING;
        startedAt = at;
        return true;
    }

    /** Whether it ran until now. */
    synchronized boolean end(@Nullable Integer code, boolean killedForMemory) {
        if (state != State.RUNNING) {
            return false;
        }
        state = State.ENDED;
        exitCode = code;
        outOfMemory = killedForMemory;
        notifyAll();
        return true;
    }

    synchronized void ignoreStop() {
        ignoringStop = true;
    }

    synchronized boolean ignoringStop() {
        return ignoringStop;
    }

    /** Of its output the last {@value #LINES_MAX} lines are kept. */
    synchronized void print(Line line) {
        if (lines.size() == LINES_MAX) {
            lines.removeFirst();
            linesDropped++;
        }
        lines.add(line);
        notifyAll();
    }

    synchronized long lineCount() {
        return linesDropped + lines.size();
    }

    /** The line with that number, counted from the first ever printed, or the next one that is still kept. */
    synchronized Optional<Line> line(long number) {
        var index = (int) Math.max(0, number - linesDropped);
        return index < lines.size() ? Optional.of(lines.get(index)) : Optional.empty();
    }

    synchronized long nextLine(long number) {
        return Math.max(number, linesDropped) + 1;
    }
}
