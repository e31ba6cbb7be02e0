package io.troupe.node.engine.simulated;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/** Time that passes only when it is told to. What falls due runs on the thread that tells it, in the order of its time. */
public final class VirtualTime implements SimulatedTime {
    private record Due(Instant at, long number, Runnable action) {}

    private final PriorityQueue<Due> due =
            new PriorityQueue<>(Comparator.comparing(Due::at).thenComparingLong(Due::number));
    private Instant now;
    private long number;

    public VirtualTime(Instant start) {
        now = start;
    }

    @Override
    public synchronized Instant now() {
        return now;
    }

    /** Waits until {@link #advance} was called from another thread often enough. */
    @Override
    public synchronized void pass(Duration duration) {
        var end = now.plus(duration);
        while (now.isBefore(end)) {
            try {
                wait();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    @Override
    public synchronized void after(Duration duration, Runnable action) {
        due.add(new Due(now.plus(duration), number++, action));
    }

    public void advance(Duration duration) {
        var end = now().plus(duration);
        for (var next = next(end); next != null; next = next(end)) {
            next.run();
        }
        moveTo(end);
    }

    private synchronized @Nullable Runnable next(Instant end) {
        var first = due.peek();
        if (first == null || first.at().isAfter(end)) {
            return null;
        }
        due.remove(first);
        moveTo(first.at());
        return first.action();
    }

    private synchronized void moveTo(Instant instant) {
        if (instant.isAfter(now)) {
            now = instant;
        }
        notifyAll();
    }
}
