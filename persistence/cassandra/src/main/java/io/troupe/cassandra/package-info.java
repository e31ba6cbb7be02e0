/**
 * The program that the embedded Cassandra runs as: Cassandra's own daemon, started lean, with a commit log that survives a full disk.
 *
 * <p>It is a process of its own with a class path of its own and knows nothing of Troupe; {@code io.troupe.persistence.embedded} starts,
 * watches and stops it. It outlives the process that started it, so that a restart of that one finds it again. Nothing here may be
 * needed to read the data: any Cassandra of the same version can take the directory over.
 */
@NullMarked
package io.troupe.cassandra;

import org.jspecify.annotations.NullMarked;
