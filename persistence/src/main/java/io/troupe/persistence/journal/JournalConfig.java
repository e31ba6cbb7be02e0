package io.troupe.persistence.journal;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.troupe.persistence.format.JournalKindTable;
import java.util.HashMap;
import java.util.Map;

/** What the actor system is told about journal and snapshots; put it before all other configuration. */
public final class JournalConfig {
    private JournalConfig() {}

    /** The journal on Cassandra. */
    public static Config of(CassandraSettings settings) {
        return ConfigFactory.parseMap(
                        Map.of(
                                "akka.persistence.cassandra.journal.keyspace", settings.keyspace(),
                                "akka.persistence.cassandra.snapshot.keyspace", settings.keyspace()),
                        "CassandraSettings")
                .withFallback(bindings())
                .withFallback(ConfigFactory.parseResources(JournalConfig.class.getClassLoader(), "troupe-journal.conf"))
                .resolve();
    }

    /** Binds each type of the table to the journal's serializer; enough by itself for a journal in memory. */
    public static Config bindings() {
        var said = new HashMap<String, Object>();
        said.put("akka.actor.serializers.troupe-journal", "io.troupe.persistence.format.JournalSerializer");
        JournalKindTable.load()
                .kinds()
                .forEach(kind -> said.put(
                        "akka.actor.serialization-bindings.\"" + kind.type().getName() + "\"", "troupe-journal"));
        return ConfigFactory.parseMap(said, "JournalKinds");
    }
}
