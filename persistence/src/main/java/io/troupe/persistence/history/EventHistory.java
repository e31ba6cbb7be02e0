package io.troupe.persistence.history;

import java.util.List;
import java.util.concurrent.CompletionStage;

/** Reads journals. Fails, within bounded time, if the journal cannot be read. */
public interface EventHistory {
    /**
     * The events of one persistence id in their order; empty if there never were any.
     *
     * @param persistenceId as the entity has it
     * @param range which of them
     * @param type what they are; finding another type is a failure
     */
    <T> CompletionStage<List<Stored<T>>> read(String persistenceId, HistoryRange range, Class<T> type);
}
