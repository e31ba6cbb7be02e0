package io.troupe.persistence.testing;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.troupe.persistence.journal.JournalConfig;

/**
 * Journal and snapshots in the memory of the actor system: Akka's persistence test kit, which must be on the test's class path
 * ({@code akka-persistence-testkit}). All that is stored goes through the journal's own format.
 */
public final class InMemoryJournal {
    private InMemoryJournal() {}

    /** Put before all other configuration of the test's actor system. */
    public static Config config() {
        return ConfigFactory.parseString("""
                        akka.persistence {
                          journal.plugin = akka.persistence.testkit.journal
                          journal.auto-start-journals = []
                          snapshot-store.plugin = akka.persistence.testkit.snapshotstore.pluginid
                          snapshot-store.auto-start-snapshot-stores = []
                          testkit.events.serialize = on
                          testkit.snapshots.serialize = on
                        }
                        akka.persistence.testkit.journal.class = akka.persistence.testkit.PersistenceTestKitPlugin
                        akka.persistence.testkit.snapshotstore.pluginid.class = akka.persistence.testkit.PersistenceTestKitSnapshotPlugin
                        """).withFallback(JournalConfig.bindings());
    }
}
