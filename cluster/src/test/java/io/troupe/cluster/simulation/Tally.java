package io.troupe.cluster.simulation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;

/** Runs many seeds on several threads, each world in one of them, and counts. */
final class Tally {
    private static final Duration PROGRESS = Duration.ofSeconds(10);

    private final Options options;
    private final AtomicLong next;
    private final AtomicLong printedAt = new AtomicLong(System.nanoTime());
    private final long began = System.nanoTime();
    private final LongAdder passed = new LongAdder();
    private final LongAdder steps = new LongAdder();
    private final LongAdder writes = new LongAdder();
    private final LongAdder virtualMillis = new LongAdder();
    private volatile boolean failed;

    Tally(Options options) {
        this.options = options;
        this.next = new AtomicLong(options.firstSeed());
    }

    /** Returns when all seeds have passed, or after the first that has not. */
    void run(Consumer<Simulation.Outcome> failure) {
        List<Thread> threads = new ArrayList<>();
        for (int number = 0; number < options.threads(); number++) {
            threads.add(Thread.ofPlatform().start(() -> work(failure)));
        }
        for (Thread thread : threads) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    private void work(Consumer<Simulation.Outcome> failure) {
        long end = options.firstSeed() + options.seeds();
        for (long seed = next.getAndIncrement(); seed < end && !failed; seed = next.getAndIncrement()) {
            Simulation.Outcome outcome = Simulation.run(options.world(seed), Parts.PRODUCT, null);
            steps.add(outcome.steps());
            writes.add(outcome.writes());
            virtualMillis.add(outcome.virtualMillis());
            if (outcome.failure() != null) {
                failed = true;
                failure.accept(outcome);
                return;
            }
            passed.increment();
            progress();
        }
    }

    private void progress() {
        long now = System.nanoTime();
        long last = printedAt.get();
        if (now - last > PROGRESS.toNanos() && printedAt.compareAndSet(last, now)) {
            System.err.println(passed.sum() + " seeds have passed");
        }
    }

    String summary() {
        double seconds = (System.nanoTime() - began) / 1e9;
        double virtual = virtualMillis.sum() / 1e3;
        return String.format(
                Locale.ROOT,
                "%,d of %,d seeds passed: %,d steps, %,d journal writes, %,.0f virtual seconds in %,.1f s on %d threads (%,.0f virtual seconds a second)",
                passed.sum(),
                options.seeds(),
                steps.sum(),
                writes.sum(),
                virtual,
                seconds,
                options.threads(),
                virtual / seconds);
    }
}
