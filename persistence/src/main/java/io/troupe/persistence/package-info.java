/**
 * The memory of Troupe: journal and snapshots on Cassandra, how stored shapes evolve, queries over history, and the
 * embedded Cassandra of a single machine. It knows how facts are kept, never what they mean. It stands on {@code
 * protocol} alone; nothing here may know a supervisor, a node or a dialect.
 */
@NullMarked
package io.troupe.persistence;

import org.jspecify.annotations.NullMarked;
