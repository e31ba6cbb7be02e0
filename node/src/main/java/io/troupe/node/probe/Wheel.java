package io.troupe.node.probe;

import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One clock for thousands of timers: a ring of slots, one for each {@value #TICK_MILLIS} ms, and one thread that goes round. Nothing is run too early; something
 * may be run a tick too late. What it runs must be quick.
 */
final class Wheel implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Wheel.class);
    private static final long TICK_MILLIS = 10;
    private static final long TICK_NANOS = TimeUnit.MILLISECONDS.toNanos(TICK_MILLIS);
    private static final int SLOTS = 1_024;

    private record Timer(long tick, Runnable action) {}

    private final List<List<Timer>> slots = IntStream.range(0, SLOTS)
            .mapToObj(_ -> (List<Timer>) new ArrayList<Timer>())
            .toList();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition filled = lock.newCondition();
    private final long start = System.nanoTime();
    private final Thread thread;
    private long done;
    private int waiting;
    private boolean closed;

    Wheel(String name) {
        thread = Thread.ofPlatform().daemon().name(name).unstarted(this::turn);
        thread.start();
    }

    /** Runs the action after that time, once. */
    void after(Duration delay, Runnable action) {
        var due = Math.max(0, System.nanoTime() - start + delay.toNanos());
        var wanted = (due + TICK_NANOS - 1) / TICK_NANOS;
        lock.lock();
        try {
            if (waiting == 0) {
                done = now();
                filled.signal();
            }
            var tick = Math.max(wanted, done + 1);
            slots.get((int) (tick % SLOTS)).add(new Timer(tick, action));
            waiting++;
        } finally {
            lock.unlock();
        }
    }

    /** Closes a connection after that time, so that whoever waits for it waits no longer; one that is closed already stays so. */
    void closeAfter(Duration delay, Closeable connection) {
        after(delay, () -> {
            try {
                connection.close();
            } catch (IOException e) {
                LOG.debug("not closed reason='{}'", e.getMessage());
            }
        });
    }

    private long now() {
        return (System.nanoTime() - start) / TICK_NANOS;
    }

    private void turn() {
        try {
            while (true) {
                for (var timer : due()) {
                    run(timer);
                }
            }
        } catch (InterruptedException e) {
            // Closed.
        }
    }

    /** One that fails must not take the others with it. */
    private static void run(Timer timer) {
        try {
            timer.action().run();
        } catch (RuntimeException e) {
            LOG.error("a timer failed", e);
        }
    }

    /** The timers of the next tick, once it has come. */
    private List<Timer> due() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (waiting == 0) {
                if (closed) {
                    throw new InterruptedException("closed");
                }
                filled.await();
            }
            while (done >= now()) {
                var left = (done + 1) * TICK_NANOS - (System.nanoTime() - start);
                if (left > 0) {
                    var _ = filled.awaitNanos(left);
                }
            }
            done++;
            var due = new ArrayList<Timer>();
            var tick = done;
            slots.get((int) (tick % SLOTS)).removeIf(timer -> timer.tick() <= tick && due.add(timer));
            waiting -= due.size();
            return due;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
        } finally {
            lock.unlock();
        }
        thread.interrupt();
    }
}
