package io.troupe.persistence.embedded;

/**
 * Where the embedded Cassandra listens on 127.0.0.1.
 *
 * @param cql for clients
 * @param storage for other Cassandra nodes, of which there are none; it cannot be left out
 */
record CassandraPorts(int cql, int storage) {}
