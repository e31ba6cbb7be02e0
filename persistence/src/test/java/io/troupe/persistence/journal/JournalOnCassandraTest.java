package io.troupe.persistence.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.troupe.persistence.embedded.EmbeddedCassandra;
import io.troupe.persistence.embedded.EmbeddedCassandraSettings;
import io.troupe.persistence.history.HistoryRange;
import io.troupe.persistence.history.JournalHistory;
import io.troupe.persistence.history.Stored;
import io.troupe.persistence.roster.RosterEntry;
import io.troupe.protocol.workload.WorkloadRecord;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Tag("real")
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class JournalOnCassandraTest {
    private static final int COUNTERS = 40;
    private static final int ROUNDS = 3;
    private static final Duration BOUNDED = Duration.ofSeconds(7);

    @TempDir
    static Path directory;

    @SuppressWarnings("NullAway.Init")
    private static EmbeddedCassandra cassandra;

    @BeforeAll
    static void startCassandra() throws Exception {
        cassandra = EmbeddedCassandra.start(EmbeddedCassandraSettings.in(directory), event -> {});
    }

    @AfterAll
    static void stopCassandra() throws Exception {
        cassandra.close();
    }

    private static CassandraSettings keyspace(String name) {
        return CassandraSettings.single(cassandra.address()).withKeyspace(name);
    }

    @Test
    void whatIsStoredIsThereForTheNextActorSystem() throws Exception {
        var settings = keyspace("recovery");
        try (var first = JournalFixture.open(settings)) {
            IntStream.range(0, Counter.SNAPSHOT_EVERY + 5).forEach(i -> first.countOn("a"));
        }
        try (var second = JournalFixture.open(settings)) {
            assertThat(second.count("a")).isEqualTo(Counter.SNAPSHOT_EVERY + 5L);
            assertThat(second.connection()
                            .session()
                            .execute("SELECT ser_id, ser_manifest FROM recovery.snapshots WHERE persistence_id = 'a'")
                            .all())
                    .isNotEmpty()
                    .allMatch(row -> "counter/1".equals(row.getString("ser_manifest")));
        }
    }

    @Test
    void theHistoryIsReadInOrderAndByPieces() throws Exception {
        try (var journal = JournalFixture.open(keyspace("history"))) {
            IntStream.range(0, 12).forEach(i -> journal.countOn("a"));
            var history = JournalHistory.onCassandra(journal.system());

            assertThat(read(history, "a", HistoryRange.first())).isEqualTo(numbers(1, 12));
            assertThat(read(history, "a", new HistoryRange(4, 11, 3))).isEqualTo(numbers(4, 6));
            assertThat(read(history, "nobody", HistoryRange.first())).isEmpty();
        }
    }

    @Test
    void theRosterKeepsWhatMustLive() throws Exception {
        try (var connection = CassandraConnection.open(keyspace("roster_keyspace"))) {
            var roster = connection.roster();
            var entries = IntStream.range(0, 500)
                    .mapToObj(i -> new RosterEntry("workload", "/w" + i, Instant.ofEpochMilli(i)))
                    .toList();

            roster.add(entries).toCompletableFuture().join();
            roster.add(entries).toCompletableFuture().join();
            roster.remove(entries.getFirst()).toCompletableFuture().join();
            roster.remove(entries.getFirst()).toCompletableFuture().join();

            assertThat(roster.all().toCompletableFuture().join())
                    .containsExactlyInAnyOrderElementsOf(entries.subList(1, 500));
        }
    }

    @Test
    void anEntryThatWasAddedAgainAfterItsRemovalWasDecidedStays() throws Exception {
        try (var connection = CassandraConnection.open(keyspace("roster_again"))) {
            var roster = connection.roster();
            var decided = new RosterEntry("workload", "/web", Instant.ofEpochMilli(1_000));
            var again = new RosterEntry("workload", "/web", Instant.ofEpochMilli(2_000));

            roster.add(List.of(decided)).toCompletableFuture().join();
            roster.add(List.of(again)).toCompletableFuture().join();
            roster.remove(decided).toCompletableFuture().join();
            assertThat(roster.all().toCompletableFuture().join()).containsExactly(again);
            roster.remove(again).toCompletableFuture().join();
            assertThat(roster.all().toCompletableFuture().join()).isEmpty();
            roster.add(List.of(new RosterEntry("workload", "/web", Instant.ofEpochMilli(3_000))))
                    .toCompletableFuture()
                    .join();
            assertThat(roster.all().toCompletableFuture().join()).hasSize(1);
        }
    }

    @Test
    void theTablesAreMadeOnceAndFoundQuickly() throws Exception {
        var settings = keyspace("twice");
        CassandraConnection.open(settings).close();

        var begun = System.nanoTime();
        CassandraConnection.open(settings).close();

        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(3));
    }

    @Test
    void aWriteFailsInBoundedTimeWhenCassandraIsGoneAndWorksSoonAfterItIsBack() throws Exception {
        try (var journal = JournalFixture.open(keyspace("outage"))) {
            journal.countOn("a");
            var killed = cassandra.pid();
            ProcessHandle.of(killed).orElseThrow().destroyForcibly();

            await().atMost(Duration.ofSeconds(5))
                    .until(() -> !journal.connection().isConnected());
            var begun = System.nanoTime();
            var duringOutage = journal.countOn("a", BOUNDED).toCompletableFuture();
            await().atMost(BOUNDED.plusSeconds(1)).until(duringOutage::isDone);
            var failedAfter = Duration.ofNanos(System.nanoTime() - begun);

            await().atMost(Duration.ofSeconds(30)).until(() -> cassandra.isUp() && cassandra.pid() != killed);
            await().atMost(Duration.ofSeconds(2)).until(journal.connection()::isConnected);
            await().atMost(Duration.ofSeconds(5))
                    .ignoreExceptions()
                    .until(() -> journal.countOn("a", Duration.ofSeconds(2))
                                    .toCompletableFuture()
                                    .join()
                                    .getValue()
                            > 1);
            assertThat(failedAfter).isLessThan(BOUNDED.plusSeconds(1));
        }
    }

    @Test
    void nothingAcknowledgedIsLostWhenCassandraIsKilledUnderLoad() throws Exception {
        var settings = keyspace("killed");
        var acknowledged = new ConcurrentHashMap<String, Long>();
        try (var journal = JournalFixture.open(settings)) {
            for (var round = 0; round < ROUNDS; round++) {
                countUntilKilled(journal, acknowledged);
            }
        }
        try (var journal = JournalFixture.open(settings)) {
            assertThat(acknowledged).hasSize(COUNTERS);
            // At most the one write that was under way may have been stored without being acknowledged, in each round.
            assertThat(acknowledged)
                    .allSatisfy((id, count) -> assertThat(journal.count(id)).isBetween(count, count + ROUNDS));
        }
    }

    private static void countUntilKilled(JournalFixture journal, Map<String, Long> acknowledged) throws Exception {
        var running = new AtomicBoolean(true);
        var underWay = new CountDownLatch(COUNTERS * 20);
        var writers = IntStream.range(0, COUNTERS)
                .mapToObj(number -> CompletableFuture.runAsync(
                        () -> {
                            while (running.get()) {
                                try {
                                    var id = "c" + number;
                                    acknowledged.merge(
                                            id,
                                            journal.countOn(id, Duration.ofSeconds(2))
                                                    .toCompletableFuture()
                                                    .join()
                                                    .getValue(),
                                            Math::max);
                                    underWay.countDown();
                                } catch (RuntimeException outage) {
                                    Thread.onSpinWait();
                                }
                            }
                        },
                        task -> Thread.ofVirtual().start(task)))
                .toList();
        assertThat(underWay.await(60, TimeUnit.SECONDS)).isTrue();
        var killed = cassandra.pid();
        ProcessHandle.of(killed).orElseThrow().destroyForcibly();
        await().atMost(Duration.ofSeconds(30)).until(() -> cassandra.isUp() && cassandra.pid() != killed);
        running.set(false);
        CompletableFuture.allOf(writers.toArray(CompletableFuture[]::new)).get(30, TimeUnit.SECONDS);
    }

    private static List<Stored<WorkloadRecord>> read(JournalHistory history, String id, HistoryRange range) {
        return history.read(id, range, WorkloadRecord.class)
                .toCompletableFuture()
                .join();
    }

    private static List<Stored<WorkloadRecord>> numbers(long from, long to) {
        return LongStream.rangeClosed(from, to)
                .mapToObj(number -> new Stored<>(number, Counter.number(number)))
                .toList();
    }
}
