package io.troupe.persistence.roster;

import akka.Done;
import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.AsyncResultSet;
import com.datastax.oss.driver.api.core.cql.BatchStatement;
import com.datastax.oss.driver.api.core.cql.BatchType;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import com.datastax.oss.driver.api.core.cql.Row;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The roster in the table {@code roster} of the journal's keyspace.
 *
 * <p>A row is written as of the time its entry has, and removed as of that time too, so that a removal spares what was added after it was decided: without
 * a question first, which would cost as much as four writes.
 */
public final class CassandraRoster implements Roster {
    private static final int BATCH_ENTRIES_MAX = 50;

    private final CqlSession session;
    private final PreparedStatement insert;
    private final PreparedStatement delete;
    private final PreparedStatement select;

    /** Asks Cassandra to prepare the statements, so it blocks for a moment. */
    public CassandraRoster(CqlSession session, String keyspace) {
        this.session = session;
        var table = keyspace + ".roster";
        this.insert = session.prepare(
                "INSERT INTO " + table + " (bucket, kind, id, since) VALUES (?, ?, ?, ?) USING TIMESTAMP ?");
        this.delete =
                session.prepare("DELETE FROM " + table + " USING TIMESTAMP ? WHERE bucket = ? AND kind = ? AND id = ?");
        this.select = session.prepare(
                "SELECT kind, id, since, WRITETIME(since) AS written FROM " + table + " WHERE bucket = ?");
    }

    @Override
    public CompletionStage<Done> add(Collection<RosterEntry> entries) {
        if (entries.size() > ENTRIES_MAX) {
            return CompletableFuture.failedFuture(new IllegalArgumentException(
                    entries.size() + " entries at once, at most " + ENTRIES_MAX + " are taken"));
        }
        return all(entries.stream().collect(Collectors.groupingBy(RosterEntry::bucket)).values().stream()
                .flatMap(bucket -> batches(bucket).stream())
                .map(session::executeAsync)
                .toList());
    }

    /** Of one bucket, so of one partition, where a batch is one write. */
    private List<BatchStatement> batches(List<RosterEntry> bucket) {
        var batches = new ArrayList<BatchStatement>();
        for (var from = 0; from < bucket.size(); from += BATCH_ENTRIES_MAX) {
            var batch = BatchStatement.builder(BatchType.UNLOGGED).setIdempotence(true);
            bucket.subList(from, Math.min(from + BATCH_ENTRIES_MAX, bucket.size()))
                    .forEach(entry -> batch.addStatement(
                            insert.bind(entry.bucket(), entry.kind(), entry.id(), entry.since(), micros(entry))));
            batches.add(batch.build());
        }
        return batches;
    }

    @Override
    public CompletionStage<Done> remove(RosterEntry entry) {
        return session.executeAsync(delete.bind(micros(entry), entry.bucket(), entry.kind(), entry.id())
                        .setIdempotent(true))
                .thenApply(removed -> Done.getInstance());
    }

    @Override
    public CompletionStage<List<RosterEntry>> all() {
        var buckets = IntStream.range(0, RosterEntry.buckets())
                .mapToObj(bucket -> session.executeAsync(select.bind(bucket).setIdempotent(true))
                        .thenCompose(page -> rest(page, new ArrayList<>()))
                        .toCompletableFuture())
                .toList();
        return CompletableFuture.allOf(buckets.toArray(CompletableFuture[]::new))
                .thenApply(read -> buckets.stream()
                        .flatMap(bucket -> bucket.join().stream())
                        .toList());
    }

    private static CompletionStage<List<RosterEntry>> rest(AsyncResultSet page, List<RosterEntry> read) {
        page.currentPage().forEach(row -> read.add(entry(row)));
        return page.hasMorePages()
                ? page.fetchNextPage().thenCompose(next -> rest(next, read))
                : CompletableFuture.completedFuture(read);
    }

    /** Rows of earlier versions were written as of the time when they were written, a little after the one they have. */
    private static RosterEntry entry(Row row) {
        var since = Objects.requireNonNull(row.getInstant("since"));
        var written = Instant.ofEpochMilli(Math.ceilDiv(row.getLong("written"), 1_000));
        return new RosterEntry(
                Objects.requireNonNull(row.getString("kind")),
                Objects.requireNonNull(row.getString("id")),
                written.isAfter(since) ? written : since);
    }

    private static long micros(RosterEntry entry) {
        return entry.since().toEpochMilli() * 1_000;
    }

    private static CompletionStage<Done> all(List<CompletionStage<AsyncResultSet>> writes) {
        return CompletableFuture.allOf(writes.stream()
                        .map(CompletionStage::toCompletableFuture)
                        .toArray(CompletableFuture[]::new))
                .thenApply(stored -> Done.getInstance());
    }
}
