package io.troupe.node.probe;

import io.troupe.cluster.check.ProbeAnswer;
import java.io.IOException;
import java.time.Duration;

/** Connects, and closes at once. */
record TcpCall(ProbeTarget target, Duration timeout) implements ProbeCall {
    @Override
    public ProbeAnswer call() throws IOException {
        try (var _ = target.connect(timeout)) {
            return ProbeAnswer.passed(null);
        }
    }
}
