package io.troupe.persistence.journal;

import akka.actor.ActorSystem;
import akka.dispatch.Futures;
import akka.stream.alpakka.cassandra.CqlSessionProvider;
import com.datastax.oss.driver.api.core.CqlSession;
import com.typesafe.config.Config;
import scala.concurrent.ExecutionContext;
import scala.concurrent.Future;

/** Gives Akka's plugins the session that was opened and checked before them. Named in {@code troupe-journal.conf}. */
public final class OpenSessionProvider implements CqlSessionProvider {
    private final ActorSystem system;

    /** The form in which the plugin makes it; there is nothing in its config that matters. */
    @SuppressWarnings("UnusedVariable")
    public OpenSessionProvider(ActorSystem system, Config config) {
        this.system = system;
    }

    @Override
    public Future<CqlSession> connect(ExecutionContext executor) {
        var open = system.settings().setup().get(OpenSession.class);
        return open.isPresent()
                ? Futures.successful(open.get().session())
                : Futures.failed(
                        new IllegalStateException(
                                "the actor system was made without the connection to Cassandra: see CassandraConnection.setup()"));
    }
}
