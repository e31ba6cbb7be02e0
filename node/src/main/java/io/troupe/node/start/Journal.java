package io.troupe.node.start;

import io.troupe.cluster.JournalWatch;
import io.troupe.node.settings.NodeSettings;
import io.troupe.node.settings.NodeSettings.ExternalCassandra;
import io.troupe.persistence.embedded.EmbeddedCassandra;
import io.troupe.persistence.embedded.EmbeddedCassandraEvent;
import io.troupe.persistence.embedded.EmbeddedCassandraException;
import io.troupe.persistence.embedded.EmbeddedCassandraSettings;
import io.troupe.persistence.journal.CassandraConnection;
import io.troupe.persistence.journal.CassandraSettings;
import io.troupe.persistence.journal.CassandraSettings.Credentials;
import io.troupe.persistence.journal.CassandraSettings.Tls;
import io.troupe.persistence.journal.CassandraUnavailableException;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The journal's database as this node has it: a connection, and the embedded Cassandra behind it if there is one. */
final class Journal {
    private static final Logger LOG = LoggerFactory.getLogger(Journal.class);
    /** An embedded Cassandra that was found running may be about to die (its disk was full, say); its guard starts it again. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** With less the embedded Cassandra may not get the next piece of its commit log. */
    private static final long FREE_BYTES_MIN = 20L << 20;

    private final CassandraSettings settings;
    private final CassandraConnection connection;
    private final @Nullable EmbeddedCassandra embedded;
    /** Where the embedded Cassandra keeps its data; null if there is none. */
    private final @Nullable FileStore disk;

    private Journal(
            CassandraSettings settings,
            CassandraConnection connection,
            @Nullable EmbeddedCassandra embedded,
            @Nullable FileStore disk) {
        this.disk = disk;
        this.settings = settings;
        this.connection = connection;
        this.embedded = embedded;
    }

    static Journal open(NodeSettings node, StartProgress progress)
            throws EmbeddedCassandraException, CassandraUnavailableException, IOException, InterruptedException {
        var external = node.cassandra();
        var embedded = external == null ? embedded(node, progress) : null;
        var settings = embedded == null ? named(node, external) : of(node, embedded);
        progress.doing("connecting to Cassandra");
        try {
            var connection = CassandraConnection.open(settings, embedded == null ? Duration.ZERO : PATIENCE);
            progress.done("connected to Cassandra, tables are there");
            if (Thread.interrupted()) {
                connection.close();
                throw new InterruptedException();
            }
            return new Journal(
                    settings, connection, embedded, embedded == null ? null : Files.getFileStore(node.dataDirectory()));
        } catch (CassandraUnavailableException | RuntimeException | InterruptedException e) {
            if (embedded != null) {
                embedded.close();
            }
            throw e;
        }
    }

    private static EmbeddedCassandra embedded(NodeSettings node, StartProgress progress)
            throws EmbeddedCassandraException, IOException, InterruptedException {
        progress.doing("starting the embedded Cassandra");
        var embedded = EmbeddedCassandra.start(
                EmbeddedCassandraSettings.in(node.dataDirectory().resolve("cassandra")), Journal::log);
        progress.done("embedded Cassandra answers (process " + embedded.pid() + ")");
        return embedded;
    }

    private static CassandraSettings of(NodeSettings node, EmbeddedCassandra embedded) {
        return CassandraSettings.single(embedded.address()).withKeyspace(node.keyspace());
    }

    private static CassandraSettings named(NodeSettings node, @Nullable ExternalCassandra external) {
        if (external == null) {
            throw new AssertionError("neither an embedded nor an external Cassandra");
        }
        var user = external.user();
        var password = external.password();
        return new CassandraSettings(
                external.hosts(),
                node.keyspace(),
                node.replication(),
                external.datacenter(),
                user == null ? null : new Credentials(user, password == null ? "" : password),
                external.tls() ? new Tls(null, null) : null,
                CassandraSettings.CONNECT_MAX_DEFAULT);
    }

    private static void log(EmbeddedCassandraEvent event) {
        switch (event) {
            case EmbeddedCassandraEvent.PhaseEnded(var phase, var millis) ->
                LOG.info("embedded Cassandra phase='{}' millis={}", phase, millis);
            case EmbeddedCassandraEvent.Up(var pid, var adopted) ->
                LOG.info("embedded Cassandra up pid={} adopted={}", pid, adopted);
            case EmbeddedCassandraEvent.Down(var pid, var reason) ->
                LOG.warn("embedded Cassandra down pid={} reason='{}'", pid, reason);
            case EmbeddedCassandraEvent.RestartFailed(var cause, var delay) ->
                LOG.error("embedded Cassandra not restarted retryMillis={}", delay.toMillis(), cause);
        }
    }

    CassandraSettings settings() {
        return settings;
    }

    CassandraConnection connection() {
        return connection;
    }

    JournalWatch watch() {
        return new JournalWatch() {
            @Override
            public boolean readable() {
                return connection.isConnected();
            }

            @Override
            public Optional<String> fault() {
                return connection.isConnected() ? spaceFault() : Optional.of("Cassandra does not answer now.");
            }
        };
    }

    private Optional<String> spaceFault() {
        if (disk == null) {
            return Optional.empty();
        }
        try {
            var free = disk.getUsableSpace();
            return free >= FREE_BYTES_MIN
                    ? Optional.empty()
                    : Optional.of("The disk of the data directory is full: " + (free >> 20) + " MiB are left, at least "
                            + (FREE_BYTES_MIN >> 20) + " are needed.");
        } catch (IOException e) {
            LOG.warn("free space of the data directory unknown reason='{}'", e.getMessage());
            return Optional.empty();
        }
    }

    /** To be called after the actor system has ended. */
    void close() {
        connection.close();
        if (embedded != null) {
            try {
                embedded.close();
            } catch (EmbeddedCassandraException e) {
                LOG.error("embedded Cassandra not stopped", e);
            }
        }
    }
}
