package io.troupe.persistence.embedded;

import java.time.Duration;

/** News of the embedded Cassandra, in the order it happened. Told on the thread that found out: whoever listens must not block. */
public sealed interface EmbeddedCassandraEvent {
    /** A part of the start is over and took this long. */
    record PhaseEnded(String phase, long millis) implements EmbeddedCassandraEvent {}

    /**
     * It answers.
     *
     * @param pid its process
     * @param adopted whether it was already running when this process came
     */
    record Up(long pid, boolean adopted) implements EmbeddedCassandraEvent {}

    /** It ended, or was ended because it had stopped answering; it will be started again. */
    record Down(long pid, String reason) implements EmbeddedCassandraEvent {}

    /** It could not be started again; the next try is due after this delay. */
    record RestartFailed(EmbeddedCassandraException cause, Duration delay) implements EmbeddedCassandraEvent {}
}
