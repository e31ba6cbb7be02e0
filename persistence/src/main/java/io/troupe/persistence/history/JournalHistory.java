package io.troupe.persistence.history;

import akka.actor.ClassicActorSystemProvider;
import akka.persistence.cassandra.query.javadsl.CassandraReadJournal;
import akka.persistence.query.EventEnvelope;
import akka.persistence.query.PersistenceQuery;
import akka.persistence.query.javadsl.CurrentEventsByPersistenceIdQuery;
import akka.stream.javadsl.Sink;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** History through Akka's persistence query: of the journal on Cassandra, or of any other that can be asked for events. */
public final class JournalHistory implements EventHistory {
    private static final Duration READ_MAX = Duration.ofSeconds(10);

    private final ClassicActorSystemProvider system;
    private final CurrentEventsByPersistenceIdQuery journal;

    public JournalHistory(ClassicActorSystemProvider system, CurrentEventsByPersistenceIdQuery journal) {
        this.system = system;
        this.journal = journal;
    }

    /** Of the journal on Cassandra. */
    public static JournalHistory onCassandra(ClassicActorSystemProvider system) {
        return new JournalHistory(
                system,
                PersistenceQuery.get(system)
                        .getReadJournalFor(CassandraReadJournal.class, "akka.persistence.cassandra.query"));
    }

    @Override
    public <T> CompletionStage<List<Stored<T>>> read(String persistenceId, HistoryRange range, Class<T> type) {
        return journal.currentEventsByPersistenceId(persistenceId, range.from(), range.to())
                .take(range.limit())
                .map(envelope -> stored(envelope, type))
                .completionTimeout(READ_MAX)
                .runWith(Sink.seq(), system);
    }

    private static <T> Stored<T> stored(EventEnvelope envelope, Class<T> type) {
        return new Stored<>(envelope.sequenceNr(), type.cast(envelope.event()));
    }
}
