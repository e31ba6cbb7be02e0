package io.troupe.cluster.agent;

import java.time.Duration;
import java.time.Instant;

/**
 * How well an agent knows what one of its engines holds.
 *
 * @param listed whether a list has come in this run of the agent
 * @param failures how many lists in a row have failed
 * @param listAt when it is to be listed next, whatever happens
 */
record EngineWatch(boolean listed, int failures, Instant listAt) {
    /** A list that is not here after that is asked for again. */
    static final Duration LIST_MAX = Duration.ofMinutes(1);
    /** However many events were missed, no picture is wrong for longer. */
    static final Duration LIST_EVERY = Duration.ofSeconds(30);

    static final RetryDelay RETRY = new RetryDelay(Duration.ofMillis(500), Duration.ofSeconds(10));

    static final EngineWatch NEW = new EngineWatch(false, 0, Instant.EPOCH);

    boolean isDue(Instant now) {
        return !now.isBefore(listAt);
    }

    EngineWatch asked(Instant now) {
        return new EngineWatch(listed, failures, now.plus(LIST_MAX));
    }

    EngineWatch answered(Instant now) {
        return new EngineWatch(true, 0, now.plus(LIST_EVERY));
    }

    EngineWatch failed(Instant now) {
        return new EngineWatch(listed, failures + 1, now.plus(RETRY.after(failures)));
    }

    EngineWatch doubted(Instant now) {
        return new EngineWatch(listed, failures, now);
    }
}
