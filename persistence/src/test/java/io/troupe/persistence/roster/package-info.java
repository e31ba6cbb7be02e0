/** Checks of the roster: the one in memory, and, under the tag {@code real}, the one in Cassandra. */
@NullMarked
package io.troupe.persistence.roster;

import org.jspecify.annotations.NullMarked;
