package io.troupe.persistence.embedded;

import java.io.IOException;

/** Writes rows to a running Cassandra and finds them again, to see what survived. */
final class ProofTable {
    private static final int TIMEOUT_MILLIS = 10_000;

    private final int port;

    ProofTable(int port) {
        this.port = port;
    }

    void create() throws IOException {
        try (var connection = open()) {
            connection.run("CREATE KEYSPACE IF NOT EXISTS proof"
                    + " WITH replication = {'class': 'SimpleStrategy', 'replication_factor': 1}");
            connection.run("CREATE TABLE IF NOT EXISTS proof.entry (id text PRIMARY KEY, body text)");
        }
    }

    /** Returns once the row is acknowledged. */
    void write(String id, String body) throws IOException {
        try (var connection = open()) {
            connection.run("INSERT INTO proof.entry (id, body) VALUES ('" + id + "', '" + body + "')");
        }
    }

    boolean has(String id) throws IOException {
        try (var connection = open()) {
            return connection
                    .run("SELECT id FROM proof.entry WHERE id = '" + id + "'")
                    .contains(id);
        }
    }

    private CqlConnection open() throws IOException {
        var connection = CqlConnection.open(port, TIMEOUT_MILLIS);
        connection.greet();
        return connection;
    }
}
