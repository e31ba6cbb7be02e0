/**
 * The journal and the snapshots on Cassandra: how Troupe connects, which tables there are, and what Akka Persistence is told about them.
 *
 * <p>{@link io.troupe.persistence.journal.CassandraConnection} is opened before the actor system, so that a missing or wrong Cassandra is said
 * in one clear sentence at the start; {@link io.troupe.persistence.journal.JournalConfig} gives the actor system its settings. Whether
 * Cassandra is the embedded one makes no difference here.
 */
@NullMarked
package io.troupe.persistence.journal;

import org.jspecify.annotations.NullMarked;
