package io.troupe.node.engine.simulated;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Time as it really passes. */
final class WallTime implements SimulatedTime {
    static final WallTime INSTANCE = new WallTime();

    private final ScheduledExecutorService actions = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("simulated-containers").factory());

    private WallTime() {}

    @Override
    public Instant now() {
        return Instant.now();
    }

    @Override
    public void pass(Duration duration) {
        if (duration.isPositive()) {
            try {
                Thread.sleep(duration);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public void after(Duration duration, Runnable action) {
        var _ = actions.schedule(action, duration.toMillis(), TimeUnit.MILLISECONDS);
    }
}
