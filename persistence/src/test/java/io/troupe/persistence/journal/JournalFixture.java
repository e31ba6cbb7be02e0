package io.troupe.persistence.journal;

import akka.actor.BootstrapSetup;
import akka.actor.setup.ActorSystemSetup;
import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.Props;
import akka.actor.typed.javadsl.AskPattern;
import akka.actor.typed.javadsl.Behaviors;
import akka.pattern.StatusReply;
import com.typesafe.config.ConfigFactory;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** An actor system on a journal in Cassandra, as a node has it, with counters in it. */
final class JournalFixture implements AutoCloseable {
    static final Duration ASK_MAX = Duration.ofSeconds(15);

    private final CassandraConnection connection;
    private final ActorSystem<Void> system;
    private final Map<String, ActorRef<Counter.Command>> counters = new ConcurrentHashMap<>();

    private JournalFixture(CassandraConnection connection, ActorSystem<Void> system) {
        this.connection = connection;
        this.system = system;
    }

    static JournalFixture open(CassandraSettings settings) throws Exception {
        var connection = CassandraConnection.open(settings);
        var config = JournalConfig.of(settings)
                .withFallback(ConfigFactory.parseString(
                        "akka.loggers = [\"akka.event.slf4j.Slf4jLogger\"]\nakka.loglevel = WARNING"))
                .withFallback(ConfigFactory.load());
        var system = ActorSystem.<Void>create(
                Behaviors.empty(),
                "journal",
                ActorSystemSetup.create(BootstrapSetup.create(config), connection.setup()));
        return new JournalFixture(connection, system);
    }

    CassandraConnection connection() {
        return connection;
    }

    ActorSystem<Void> system() {
        return system;
    }

    CompletionStage<StatusReply<Long>> countOn(String id, Duration max) {
        return AskPattern.ask(counter(id), Counter.CountOn::new, max, system.scheduler());
    }

    long countOn(String id) {
        return countOn(id, ASK_MAX).toCompletableFuture().join().getValue();
    }

    long count(String id) {
        return AskPattern.<Counter.Command, Long>ask(counter(id), Counter.Ask::new, ASK_MAX, system.scheduler())
                .toCompletableFuture()
                .join();
    }

    private ActorRef<Counter.Command> counter(String id) {
        return counters.computeIfAbsent(id, unknown -> system.systemActorOf(Counter.of(id), id, Props.empty()));
    }

    @Override
    public void close() {
        system.terminate();
        system.getWhenTerminated()
                .toCompletableFuture()
                .orTimeout(30, TimeUnit.SECONDS)
                .join();
        connection.close();
    }
}
