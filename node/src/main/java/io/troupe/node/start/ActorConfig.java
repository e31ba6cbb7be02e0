package io.troupe.node.start;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.troupe.cluster.ClusterConfig;
import io.troupe.node.settings.NodeSettings;
import io.troupe.persistence.journal.CassandraSettings;
import io.troupe.persistence.journal.JournalConfig;
import java.util.List;
import java.util.Map;

/** What the actor system of a node is configured with: its settings, the journal's, then each module's defaults. */
final class ActorConfig {
    private ActorConfig() {}

    static Config of(NodeSettings settings, CassandraSettings journal) {
        return ConfigFactory.parseMap(
                        Map.of(
                                "akka.remote.artery.canonical.hostname",
                                settings.cluster().getHostString(),
                                "akka.remote.artery.canonical.port",
                                settings.cluster().getPort(),
                                // The node stops its parts itself, in order.
                                "akka.coordinated-shutdown.run-by-jvm-shutdown-hook",
                                false,
                                "akka.coordinated-shutdown.exit-jvm",
                                false,
                                "akka.loggers",
                                List.of("akka.event.slf4j.Slf4jLogger"),
                                "akka.logging-filter",
                                "akka.event.slf4j.Slf4jLoggingFilter",
                                "akka.loglevel",
                                "INFO",
                                "akka.stdout-loglevel",
                                "OFF"),
                        "NodeSettings")
                .withFallback(JournalConfig.of(journal))
                .withFallback(ClusterConfig.of())
                .withFallback(ConfigFactory.load());
    }
}
