/**
 * The Cassandra that a node brings along: started as a child process with its own class path, watched, restarted, stopped, and found again
 * by the next process if this one is killed.
 *
 * <p>{@link io.troupe.persistence.embedded.EmbeddedCassandra} is the whole interface; a production cluster that names its Cassandra hosts
 * needs nothing of this package. Nothing here may know what is stored: no keyspace, no table, no Akka.
 */
@NullMarked
package io.troupe.persistence.embedded;

import org.jspecify.annotations.NullMarked;
