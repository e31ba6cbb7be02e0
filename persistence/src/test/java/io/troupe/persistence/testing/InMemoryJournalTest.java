package io.troupe.persistence.testing;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.persistence.query.PersistenceQuery;
import akka.persistence.testkit.query.javadsl.PersistenceTestKitReadJournal;
import akka.serialization.SerializationExtension;
import com.typesafe.config.ConfigFactory;
import io.troupe.persistence.format.JournalSerializer;
import io.troupe.persistence.history.HistoryRange;
import io.troupe.persistence.history.JournalHistory;
import io.troupe.persistence.history.Stored;
import io.troupe.persistence.journal.CountersInMemory;
import io.troupe.protocol.workload.WorkloadRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class InMemoryJournalTest {
    private static final ActorTestKit KIT =
            ActorTestKit.create(InMemoryJournal.config().withFallback(ConfigFactory.load()));

    @AfterAll
    static void stop() {
        KIT.shutdownTestKit();
    }

    @Test
    void anEntityComesBackFromIt() {
        var counters = new CountersInMemory(KIT);
        counters.countOn("a", 120);

        assertThat(counters.countAfterRestart("a")).isEqualTo(120);
    }

    @Test
    void itsHistoryCanBeRead() {
        new CountersInMemory(KIT).countOn("b", 3);
        var journal = PersistenceQuery.get(KIT.system())
                .getReadJournalFor(PersistenceTestKitReadJournal.class, PersistenceTestKitReadJournal.Identifier());

        assertThat(new JournalHistory(KIT.system(), journal)
                        .read("b", HistoryRange.from(2), WorkloadRecord.class)
                        .toCompletableFuture()
                        .join())
                .containsExactly(
                        new Stored<>(2, CountersInMemory.number(2)), new Stored<>(3, CountersInMemory.number(3)));
    }

    @Test
    void whatIsStoredGoesThroughTheJournalsFormat() throws Exception {
        var serializer = SerializationExtension.get(KIT.system()).serializerFor(WorkloadRecord.class);

        assertThat(serializer).isInstanceOf(JournalSerializer.class);
    }
}
