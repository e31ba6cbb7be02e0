package io.troupe.bench;

import com.datastax.oss.driver.api.core.CqlSession;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.util.Properties;

/** How many writes the embedded Cassandra has taken for the node, journal and roster; several events stored at once are one write. */
final class JournalWrites implements AutoCloseable {
    private final CqlSession session;

    JournalWrites(BenchNode node) throws IOException {
        var ports = new Properties();
        try (var file = Files.newBufferedReader(node.data().resolve("cassandra/ports.properties"))) {
            ports.load(file);
        }
        session = CqlSession.builder()
                .addContactPoint(new InetSocketAddress(
                        InetAddress.getLoopbackAddress(), Integer.parseInt(ports.getProperty("cql"))))
                .withLocalDatacenter("datacenter1")
                .build();
    }

    /** Since Cassandra's start. */
    long count() {
        return session
                .execute("SELECT keyspace_name, table_name, count FROM system_views.local_write_latency")
                .all()
                .stream()
                .filter(row -> "troupe".equals(row.getString("keyspace_name")))
                .mapToLong(row -> row.getLong("count"))
                .sum();
    }

    @Override
    public void close() {
        session.close();
    }
}
