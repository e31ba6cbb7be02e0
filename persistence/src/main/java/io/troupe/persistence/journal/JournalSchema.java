package io.troupe.persistence.journal;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.Row;
import com.datastax.oss.driver.api.core.cql.SimpleStatement;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The keyspace and its tables. Making them again does nothing, and one question finds out that there is nothing to do.
 *
 * <p>{@code messages}, {@code metadata} and {@code snapshots} have the columns that akka-persistence-cassandra 1.1 reads and writes;
 * {@code roster}, {@code feed} and {@code feed_heads} are Troupe's own.
 */
final class JournalSchema {
    private static final Map<String, String> TABLES = tables();

    private final String keyspace;
    private final int replicationFactor;

    JournalSchema(CassandraSettings settings) {
        this.keyspace = settings.keyspace();
        this.replicationFactor = settings.replicationFactor();
    }

    private static Map<String, String> tables() {
        var tables = new LinkedHashMap<String, String>();
        tables.put("messages", """
                (persistence_id text, partition_nr bigint, sequence_nr bigint, timestamp timeuuid, timebucket text,
                 writer_uuid text, ser_id int, ser_manifest text, event_manifest text, event blob,
                 meta_ser_id int, meta_ser_manifest text, meta blob, tags set<text>,
                 PRIMARY KEY ((persistence_id, partition_nr), sequence_nr, timestamp))
                """);
        tables.put("metadata", """
                (persistence_id text PRIMARY KEY, deleted_to bigint, properties map<text, text>)
                """);
        tables.put("snapshots", """
                (persistence_id text, sequence_nr bigint, timestamp bigint, ser_id int, ser_manifest text,
                 snapshot_data blob, snapshot blob, meta_ser_id int, meta_ser_manifest text, meta blob,
                 PRIMARY KEY (persistence_id, sequence_nr))
                WITH CLUSTERING ORDER BY (sequence_nr DESC)
                """);
        // Entries come and go: what is left of a removed one may be cleared away after a day.
        tables.put("roster", """
                (bucket int, kind text, id text, since timestamp, PRIMARY KEY (bucket, kind, id))
                WITH gc_grace_seconds = 86400
                """);
        // Forgotten after a week, in windows that go as a whole.
        tables.put("feed", """
                (bucket bigint, number bigint, kind text, id text, sequence bigint, PRIMARY KEY (bucket, number))
                WITH default_time_to_live = 604800 AND compaction = {'class': 'TimeWindowCompactionStrategy',
                'compaction_window_unit': 'HOURS', 'compaction_window_size': '12'}
                """);
        tables.put("feed_heads", """
                (part int, kind text, id text, sequence bigint, PRIMARY KEY (part, kind, id))
                WITH gc_grace_seconds = 86400
                """);
        return Map.copyOf(tables);
    }

    /** Makes what is missing, one after the other: Cassandra does not take changes of its schema side by side. */
    void ensure(CqlSession session) {
        var present = present(session);
        if (present.containsAll(TABLES.keySet())) {
            return;
        }
        if (present.isEmpty()) {
            run(
                    session,
                    "CREATE KEYSPACE IF NOT EXISTS " + keyspace
                            + " WITH replication = {'class': 'NetworkTopologyStrategy', 'replication_factor': "
                            + replicationFactor + "}");
        }
        TABLES.forEach((name, definition) -> {
            if (!present.contains(name)) {
                run(session, "CREATE TABLE IF NOT EXISTS " + keyspace + "." + name + " " + definition);
            }
        });
    }

    private Set<String> present(CqlSession session) {
        return session
                .execute("SELECT table_name FROM system_schema.tables WHERE keyspace_name = ?", keyspace)
                .all()
                .stream()
                .map(JournalSchema::name)
                .collect(Collectors.toUnmodifiableSet());
    }

    private static String name(Row row) {
        return String.valueOf(row.getString("table_name"));
    }

    private static void run(CqlSession session, String statement) {
        session.execute(SimpleStatement.newInstance(statement));
    }
}
