package io.troupe.node.engine.simulated;

import java.time.Duration;

/** How long the operations of a simulated engine take when nothing is wrong. */
public record Latencies(Duration prepare, Duration create, Duration start, Duration stop) {
    public static final Latencies NONE = new Latencies(Duration.ZERO, Duration.ZERO, Duration.ZERO, Duration.ZERO);

    /** Creating, starting and stopping take so long each; everything is prepared. */
    public static Latencies each(Duration duration) {
        return new Latencies(Duration.ZERO, duration, duration, duration);
    }
}
