package io.troupe.node.architecture.violations;

import java.util.SplittableRandom;

final class DiceScorer {
    private DiceScorer() {}

    static int score() {
        return new SplittableRandom().nextInt();
    }
}
