package io.troupe.persistence.feed;

import akka.Done;
import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.AsyncResultSet;
import com.datastax.oss.driver.api.core.cql.BatchStatement;
import com.datastax.oss.driver.api.core.cql.BatchType;
import com.datastax.oss.driver.api.core.cql.BoundStatement;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import com.datastax.oss.driver.api.core.cql.Row;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The feed in the tables {@code feed} and {@code feed_heads} of the journal's keyspace.
 *
 * <p>Rows lie in buckets. That a bucket exists is noted beside the heads before its first row is written, so the newest number is found by two
 * short questions, also when all rows have been forgotten.
 */
public final class CassandraFeed implements FeedStore {
    private static final int BUCKETS_PART = -1;
    private static final String BUCKET = "bucket";
    private static final int KEPT_SECONDS = Math.toIntExact(KEPT.toSeconds());
    private static final int FOR_EVER = 0;

    private final CqlSession session;
    private final PreparedStatement insertRow;
    private final PreparedStatement selectRows;
    private final PreparedStatement selectLast;
    private final PreparedStatement insertHead;
    private final PreparedStatement deleteHead;
    private final PreparedStatement selectHeads;

    /** Asks Cassandra to prepare the statements, so it blocks for a moment. */
    public CassandraFeed(CqlSession session, String keyspace) {
        this.session = session;
        var feed = keyspace + ".feed";
        var heads = keyspace + ".feed_heads";
        this.insertRow =
                session.prepare("INSERT INTO " + feed + " (bucket, number, kind, id, sequence) VALUES (?, ?, ?, ?, ?)");
        this.selectRows = session.prepare(
                "SELECT number, kind, id, sequence FROM " + feed + " WHERE bucket = ? AND number > ? LIMIT ?");
        this.selectLast = session.prepare("SELECT number, kind, id, sequence FROM " + feed
                + " WHERE bucket = ? ORDER BY number DESC LIMIT " + APPEND_MAX);
        this.insertHead =
                session.prepare("INSERT INTO " + heads + " (part, kind, id, sequence) VALUES (?, ?, ?, ?) USING TTL ?");
        this.deleteHead = session.prepare("DELETE FROM " + heads + " WHERE part = ? AND kind = ? AND id = ?");
        this.selectHeads = session.prepare("SELECT kind, id, sequence FROM " + heads + " WHERE part = ?");
    }

    @Override
    public CompletionStage<FeedTail> tail() {
        var heads = new HashMap<FeedKey, Long>();
        var parts = IntStream.range(0, FeedKey.parts())
                .mapToObj(part -> heads(part).toCompletableFuture())
                .toList();
        return CompletableFuture.allOf(parts.toArray(CompletableFuture[]::new))
                .thenCompose(read -> {
                    parts.forEach(part -> heads.putAll(part.join()));
                    return newestBucket();
                })
                .thenCompose(bucket -> bucket < 0
                        ? CompletableFuture.completedFuture(FeedTail.EMPTY)
                        : lastOf(bucket).thenCompose(last -> tail(bucket, last, heads)));
    }

    /** The last rows may be ahead of the heads, since these are written after them; a bucket that has just begun does not hold all such rows. */
    private CompletionStage<FeedTail> tail(long bucket, List<FeedRow> last, Map<FeedKey, Long> heads) {
        last.forEach(row -> heads.merge(row.key(), row.sequence(), Math::max));
        // All rows of the bucket may have been forgotten: then none of its numbers is given again.
        long newest = last.isEmpty()
                ? (bucket + 1) * FeedRow.BUCKET_ROWS - 1
                : last.getFirst().number();
        if (last.size() >= APPEND_MAX || bucket == 0) {
            return CompletableFuture.completedFuture(new FeedTail(newest, heads));
        }
        return lastOf(bucket - 1).thenApply(before -> {
            before.forEach(row -> heads.merge(row.key(), row.sequence(), Math::max));
            return new FeedTail(newest, heads);
        });
    }

    private CompletionStage<Map<FeedKey, Long>> heads(int part) {
        return all(selectHeads.bind(part))
                .thenApply(
                        rows -> rows.stream().collect(Collectors.toMap(CassandraFeed::key, CassandraFeed::sequence)));
    }

    private CompletionStage<Long> newestBucket() {
        return buckets().thenApply(buckets -> buckets.stream().reduce(-1L, Math::max));
    }

    private CompletionStage<Set<Long>> buckets() {
        return all(selectHeads.bind(BUCKETS_PART))
                .thenApply(rows -> rows.stream().map(CassandraFeed::sequence).collect(Collectors.toSet()));
    }

    private CompletionStage<List<FeedRow>> lastOf(long bucket) {
        return all(selectLast.bind(bucket)).thenApply(CassandraFeed::rows);
    }

    @Override
    public CompletionStage<Done> append(List<FeedRow> rows) {
        if (rows.size() > APPEND_MAX) {
            return CompletableFuture.failedFuture(
                    new IllegalArgumentException(rows.size() + " rows at once, at most " + APPEND_MAX + " are taken"));
        }
        var byBucket = rows.stream().collect(Collectors.groupingBy(FeedRow::bucket));
        var opened = rows.stream()
                .filter(row -> row.number() == 1 || row.number() % FeedRow.BUCKET_ROWS == 0)
                .map(row -> insertHead.bind(BUCKETS_PART, BUCKET, Long.toString(row.bucket()), row.bucket(), FOR_EVER))
                .toList();
        return batch(opened)
                .thenCompose(done -> together(byBucket.values().stream()
                        .map(bucket -> batch(bucket.stream().map(this::insert).toList()))
                        .toList()));
    }

    private BoundStatement insert(FeedRow row) {
        return insertRow.bind(
                row.bucket(), row.number(), row.key().kind(), row.key().id(), row.sequence());
    }

    @Override
    public CompletionStage<Done> note(Map<FeedKey, Long> heads, Set<FeedKey> closed) {
        var byPart = new HashMap<Integer, List<BoundStatement>>();
        heads.forEach((key, sequence) -> {
            if (!closed.contains(key)) {
                byPart.computeIfAbsent(key.part(), part -> new ArrayList<>())
                        .add(insertHead.bind(
                                key.part(), key.kind(), key.id(), sequence, sequence < 0 ? KEPT_SECONDS : FOR_EVER));
            }
        });
        closed.forEach(key -> byPart.computeIfAbsent(key.part(), part -> new ArrayList<>())
                .add(deleteHead.bind(key.part(), key.kind(), key.id())));
        return together(byPart.values().stream().map(this::batch).toList());
    }

    /** Of one partition, where a batch is one write. */
    private CompletionStage<Done> batch(List<BoundStatement> statements) {
        return statements.isEmpty()
                ? CompletableFuture.completedFuture(Done.getInstance())
                : session.executeAsync(BatchStatement.builder(BatchType.UNLOGGED)
                                .addStatements(new ArrayList<>(statements))
                                .setIdempotence(true)
                                .build())
                        .thenApply(stored -> Done.getInstance());
    }

    @Override
    public CompletionStage<List<FeedRow>> read(long after, int rowsMax) {
        return rest(FeedRow.bucket(after + 1), after, Math.min(rowsMax, READ_MAX), new ArrayList<>());
    }

    /** Reads bucket by bucket; where one has nothing left, the next one that exists is asked. */
    private CompletionStage<List<FeedRow>> rest(long bucket, long after, int rowsMax, List<FeedRow> found) {
        return all(selectRows.bind(bucket, after, rowsMax - found.size())).thenCompose(rows -> {
            found.addAll(rows(rows));
            if (found.size() >= rowsMax) {
                return CompletableFuture.completedFuture(found);
            }
            return buckets()
                    .thenCompose(buckets -> buckets.stream()
                            .filter(other -> other > bucket)
                            .min(Long::compare)
                            .map(next -> rest(next, after, rowsMax, found))
                            .orElseGet(() -> CompletableFuture.completedFuture(found)));
        });
    }

    private CompletionStage<List<Row>> all(BoundStatement question) {
        return session.executeAsync(question.setIdempotent(true)).thenCompose(page -> pages(page, new ArrayList<>()));
    }

    private static CompletionStage<List<Row>> pages(AsyncResultSet page, List<Row> read) {
        page.currentPage().forEach(read::add);
        return page.hasMorePages()
                ? page.fetchNextPage().thenCompose(next -> pages(next, read))
                : CompletableFuture.completedFuture(read);
    }

    private static List<FeedRow> rows(List<Row> rows) {
        return rows.stream()
                .map(row -> new FeedRow(row.getLong("number"), key(row), sequence(row)))
                .toList();
    }

    private static FeedKey key(Row row) {
        return new FeedKey(Objects.requireNonNull(row.getString("kind")), Objects.requireNonNull(row.getString("id")));
    }

    private static long sequence(Row row) {
        return row.getLong("sequence");
    }

    private static CompletionStage<Done> together(Collection<CompletionStage<Done>> writes) {
        return CompletableFuture.allOf(new HashSet<>(writes)
                        .stream().map(CompletionStage::toCompletableFuture).toArray(CompletableFuture[]::new))
                .thenApply(stored -> Done.getInstance());
    }
}
