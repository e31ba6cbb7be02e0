/** Checks of the parts of the program that need no running Cassandra; {@code io.troupe.persistence.embedded} tests the whole. */
@NullMarked
package io.troupe.cassandra;

import org.jspecify.annotations.NullMarked;
