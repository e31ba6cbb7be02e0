package io.troupe.node.engine.simulated;

import java.time.Duration;
import java.time.Instant;

/** The time that simulated containers live in. */
public interface SimulatedTime {
    Instant now();

    /** Returns once so much time has passed; at once if it is none. */
    void pass(Duration duration);

    /** Runs something when so much time has passed. */
    void after(Duration duration, Runnable action);

    /** The clock of the wall; its actions run on one thread that ends with the JVM. */
    static SimulatedTime wall() {
        return WallTime.INSTANCE;
    }
}
