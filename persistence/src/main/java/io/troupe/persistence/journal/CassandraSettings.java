package io.troupe.persistence.journal;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where the journal is and how it is reached.
 *
 * @param hosts Cassandra nodes to begin with; the others are found through them
 * @param keyspace name of the keyspace; made if it is not there
 * @param replicationFactor copies of each row in each data centre, used when the keyspace is made; above 1 reads and writes ask a quorum
 * @param localDatacenter the data centre to talk to; null takes that of the {@code hosts}
 * @param credentials user and password; null if Cassandra asks for none
 * @param tls null for plain connections
 * @param connectMax longest time to wait for the first connection, and the longest an operation may take afterwards
 */
public record CassandraSettings(
        List<InetSocketAddress> hosts,
        String keyspace,
        int replicationFactor,
        @Nullable String localDatacenter,
        @Nullable Credentials credentials,
        @Nullable Tls tls,
        Duration connectMax) {
    public static final String KEYSPACE_DEFAULT = "troupe";
    /** A busy machine may take this long until the first connection is made. */
    public static final Duration CONNECT_MAX_DEFAULT = Duration.ofSeconds(30);

    public static final int PORT_DEFAULT = 9042;

    private static final Pattern KEYSPACE = Pattern.compile("[a-z][a-z0-9_]{0,47}");

    public CassandraSettings {
        hosts = List.copyOf(hosts);
        if (hosts.isEmpty()) {
            throw new IllegalArgumentException("no Cassandra host is named");
        }
        if (!KEYSPACE.matcher(keyspace).matches()) {
            throw new IllegalArgumentException("'" + keyspace
                    + "' is no name for a keyspace: lower-case letters, digits and underscores, at most 48");
        }
        if (replicationFactor < 1) {
            throw new IllegalArgumentException("replication factor " + replicationFactor + " is below 1");
        }
    }

    /** One Cassandra, as the embedded one is: no password, no TLS, one copy. */
    public static CassandraSettings single(InetSocketAddress host) {
        return new CassandraSettings(List.of(host), KEYSPACE_DEFAULT, 1, null, null, null, CONNECT_MAX_DEFAULT);
    }

    public CassandraSettings withKeyspace(String newKeyspace) {
        return new CassandraSettings(
                hosts, newKeyspace, replicationFactor, localDatacenter, credentials, tls, connectMax);
    }

    public CassandraSettings withCredentials(Credentials newCredentials) {
        return new CassandraSettings(
                hosts, keyspace, replicationFactor, localDatacenter, newCredentials, tls, connectMax);
    }

    /** How many copies must agree, as the driver calls it. */
    public String consistency() {
        return replicationFactor > 1 ? "LOCAL_QUORUM" : "ONE";
    }

    /** A user and the password, which never appears in text. */
    public record Credentials(String user, String password) {
        @Override
        public String toString() {
            return "Credentials[user=" + user + ", password=***]";
        }
    }

    /**
     * Encrypted connections.
     *
     * @param trustStore the certificates to trust, in a Java key store; null for those the JVM trusts
     * @param trustStorePassword its password; null if it has none
     */
    public record Tls(@Nullable Path trustStore, @Nullable String trustStorePassword) {
        @Override
        public String toString() {
            return "Tls[trustStore=" + trustStore + "]";
        }
    }
}
