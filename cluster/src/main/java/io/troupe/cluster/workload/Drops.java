package io.troupe.cluster.workload;

import java.time.Duration;
import java.time.Instant;

/**
 * How often in a row agents refused what the broker had granted, without an instance that ran in between. An agent that refuses again and again must not
 * make the journal spin, so demands wait longer each time.
 *
 * @param heldUntil no demand before this time
 */
public record Drops(int inRow, Instant heldUntil) {
    static final Drops NONE = new Drops(0, Instant.EPOCH);

    /** After two in a row the next demand is held for so long; doubled with each further one. */
    private static final Duration HELD_FIRST = Duration.ofMillis(100);

    private static final int DOUBLINGS_MAX = 6;

    Drops another(Instant now) {
        var held = inRow == 0 ? Duration.ZERO : HELD_FIRST.multipliedBy(1L << Math.min(inRow - 1, DOUBLINGS_MAX));
        return new Drops(inRow + 1, now.plus(held));
    }

    /** An instance ran; a demand that is held stays so. */
    Drops over() {
        return new Drops(0, heldUntil);
    }
}
