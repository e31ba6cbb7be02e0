package io.troupe.node.engine;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A container as its engine has it.
 *
 * @param id the engine's id
 * @param labels what it was created with; see {@link ContainerIdentity#read}
 * @param state whether it runs
 * @param exitCode how it ended; null while it has not or if nobody knows
 * @param outOfMemory whether it was killed for using more memory than its limit
 * @param createdAt when it was created
 * @param startedAt when it was started; null if it never was, or if only {@link ContainerEngine#find} knows
 * @param addresses its own addresses; empty on the host network
 * @param endedAt when it ended; null while it has not or if nobody knows
 */
public record EngineContainer(
        String id,
        Map<String, String> labels,
        State state,
        @Nullable Integer exitCode,
        boolean outOfMemory,
        Instant createdAt,
        @Nullable Instant startedAt,
        List<String> addresses,
        @Nullable Instant endedAt) {
    public EngineContainer {
        labels = Map.copyOf(labels);
        addresses = List.copyOf(addresses);
    }

    /** The life of a container, forward only. */
    public enum State {
        CREATED,
        RUNNING,
        ENDED
    }
}
