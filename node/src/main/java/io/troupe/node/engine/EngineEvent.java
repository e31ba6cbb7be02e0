package io.troupe.node.engine;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Something that happened in an engine. Between {@link Lost} and {@link Back} events may be missing, so after Back the containers are listed again. */
public sealed interface EngineEvent {
    /** A container runs. */
    record Started(String container, Instant at) implements EngineEvent {}

    /**
     * A container ended.
     *
     * @param exitCode 128 + n for signal n; null if nobody knows
     * @param outOfMemory whether it was killed for using more memory than its limit
     */
    record Ended(String container, @Nullable Integer exitCode, boolean outOfMemory, Instant at)
            implements EngineEvent {}

    /** A container is gone with all it had. */
    record Removed(String container, Instant at) implements EngineEvent {}

    /** The engine does not answer any more; {@code reason} is for a person. */
    record Lost(String reason) implements EngineEvent {}

    /** The engine answers again. */
    record Back() implements EngineEvent {}
}
