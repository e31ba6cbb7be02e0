package io.troupe.persistence.journal;

import akka.stream.alpakka.cassandra.DriverConfigLoaderFromConfig;
import com.datastax.oss.driver.api.core.AllNodesFailedException;
import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.DriverException;
import com.datastax.oss.driver.api.core.auth.AuthenticationException;
import com.datastax.oss.driver.api.core.servererrors.UnauthorizedException;
import io.troupe.persistence.feed.CassandraFeed;
import io.troupe.persistence.feed.FeedStore;
import io.troupe.persistence.journal.CassandraUnavailableException.Kind;
import io.troupe.persistence.roster.CassandraRoster;
import io.troupe.persistence.roster.Roster;
import java.net.SocketException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A checked connection to the journal's Cassandra, with all tables there.
 *
 * <p>Opened before the actor system, which then uses it for everything ({@link #setup}); it reconnects by itself whenever Cassandra comes
 * back. Close it after the actor system has ended.
 */
public final class CassandraConnection implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(CassandraConnection.class);
    private static final long RETRY_MILLIS = 200;

    private final CqlSession session;
    private final Roster roster;
    private final FeedStore feed;

    private CassandraConnection(CqlSession session, Roster roster, FeedStore feed) {
        this.session = session;
        this.roster = roster;
        this.feed = feed;
    }

    /**
     * Connects and makes the tables that are missing. Blocks, at most for {@link CassandraSettings#connectMax} till it is connected.
     *
     * @throws CassandraUnavailableException if the journal cannot be used, with the reason
     */
    public static CassandraConnection open(CassandraSettings settings)
            throws CassandraUnavailableException, InterruptedException {
        var session = connect(settings);
        try {
            new JournalSchema(settings).ensure(session);
            return new CassandraConnection(
                    session,
                    new CassandraRoster(session, settings.keyspace()),
                    new CassandraFeed(session, settings.keyspace()));
        } catch (AllNodesFailedException e) {
            session.close();
            throw unreachable(settings, reason(e), e);
        } catch (DriverException e) {
            session.close();
            throw new CassandraUnavailableException(
                    Kind.SCHEMA_REFUSED,
                    "Cassandra at " + names(settings) + " does not let the tables in keyspace '" + settings.keyspace()
                            + "' be made: " + e.getMessage()
                            + (e instanceof UnauthorizedException
                                    ? "; let the user create them, or create them beforehand"
                                    : ""),
                    e);
        }
    }

    /**
     * Connects to a Cassandra that may be away for a moment, even in the midst of our first questions.
     *
     * @param patience how long a Cassandra that cannot be reached is tried again
     * @throws CassandraUnavailableException if the journal cannot be used, with the reason
     */
    public static CassandraConnection open(CassandraSettings settings, Duration patience)
            throws CassandraUnavailableException, InterruptedException {
        var begun = System.nanoTime();
        while (true) {
            try {
                return open(settings);
            } catch (CassandraUnavailableException e) {
                if (e.kind() != Kind.UNREACHABLE || System.nanoTime() - begun > patience.toNanos()) {
                    throw e;
                }
                LOG.warn("Cassandra not reached, asking again reason='{}'", e.getMessage());
                TimeUnit.MILLISECONDS.sleep(RETRY_MILLIS);
            }
        }
    }

    private static CqlSession connect(CassandraSettings settings)
            throws CassandraUnavailableException, InterruptedException {
        var builder = CqlSession.builder()
                .addContactPoints(settings.hosts())
                .withConfigLoader(DriverConfigLoaderFromConfig.fromConfig(DriverConfig.of(settings)));
        var credentials = settings.credentials();
        if (credentials != null) {
            builder.withAuthCredentials(credentials.user(), credentials.password());
        }
        var connecting = builder.buildAsync().toCompletableFuture();
        try {
            return connecting.get(settings.connectMax().toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            connecting.cancel(true);
            throw unreachable(
                    settings, "no answer within " + settings.connectMax().toSeconds() + " s", e);
        } catch (ExecutionException | CompletionException e) {
            var cause = e.getCause() == null ? e : e.getCause();
            throw refusedCredentials(cause)
                    ? new CassandraUnavailableException(
                            Kind.CREDENTIALS_REFUSED,
                            "Cassandra at " + names(settings) + " refuses "
                                    + (credentials == null
                                            ? "connections without user and password"
                                            : "user '" + credentials.user() + "' or the password"),
                            cause)
                    : unreachable(settings, reason(cause), cause);
        }
    }

    private static CassandraUnavailableException unreachable(
            CassandraSettings settings, String reason, Throwable cause) {
        return new CassandraUnavailableException(
                Kind.UNREACHABLE, "Cassandra at " + names(settings) + " cannot be reached: " + reason, cause);
    }

    private static boolean refusedCredentials(Throwable failure) {
        return failure instanceof AuthenticationException
                || failure instanceof AllNodesFailedException all
                        && all.getAllErrors().values().stream()
                                .flatMap(List::stream)
                                .anyMatch(AuthenticationException.class::isInstance);
    }

    private static String reason(Throwable failure) {
        return failure instanceof AllNodesFailedException all
                ? all.getAllErrors().values().stream()
                        .flatMap(List::stream)
                        .map(CassandraConnection::telling)
                        .distinct()
                        .collect(Collectors.joining("; "))
                : telling(failure);
    }

    /** The most telling message of a failure, which the driver may have put beside its cause. */
    private static String telling(Throwable failure) {
        var parts = parts(failure).toList();
        var told = parts.stream()
                .filter(part -> part instanceof SocketException || part instanceof SSLException)
                .findFirst()
                .orElse(parts.getLast());
        return told.getMessage() == null ? told.getClass().getSimpleName() : told.getMessage();
    }

    /** The failure, what it suppressed, and what it was caused by. */
    private static Stream<Throwable> parts(Throwable failure) {
        var below = failure.getCause() == null ? Stream.<Throwable>empty() : parts(failure.getCause());
        return Stream.concat(
                Stream.of(failure),
                Stream.concat(Arrays.stream(failure.getSuppressed()).flatMap(CassandraConnection::parts), below));
    }

    private static String names(CassandraSettings settings) {
        return settings.hosts().stream()
                .map(host -> host.getHostString() + ":" + host.getPort())
                .collect(Collectors.joining(", "));
    }

    /** What the actor system is to be made with, beside {@link JournalConfig}, so that it uses this connection. */
    public OpenSession setup() {
        return new OpenSession(session);
    }

    /**
     * Whether there is a connection to any node of Cassandra at this moment. Costs nothing, so it can be asked before each change: while it
     * is false a write could only fail.
     */
    public boolean isConnected() {
        return session.getMetadata().getNodes().values().stream().anyMatch(node -> node.getOpenConnections() > 0);
    }

    /** What must live, kept beside the journal. */
    public Roster roster() {
        return roster;
    }

    /** The order of all events in the journal. */
    public FeedStore feed() {
        return feed;
    }

    /** For what is asked of Cassandra directly. */
    public CqlSession session() {
        return session;
    }

    @Override
    public void close() {
        session.close();
    }
}
