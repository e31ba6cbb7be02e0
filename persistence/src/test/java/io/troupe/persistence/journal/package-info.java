/** Checks of the journal's settings, and, under the tag {@code real}, of the journal on a real Cassandra. */
@NullMarked
package io.troupe.persistence.journal;

import org.jspecify.annotations.NullMarked;
