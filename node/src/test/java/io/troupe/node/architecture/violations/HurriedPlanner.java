package io.troupe.node.architecture.violations;

import java.time.Duration;
import java.time.Instant;

final class HurriedPlanner {
    private HurriedPlanner() {}

    static boolean late(Instant since) {
        return Duration.between(since, Instant.now()).isPositive();
    }
}
