package io.troupe.node.architecture.violations;

import java.util.SplittableRandom;

final class SeededPlacement {
    private SeededPlacement() {}

    static int pick(long seed, int count) {
        return new SplittableRandom(seed).nextInt(count);
    }
}
