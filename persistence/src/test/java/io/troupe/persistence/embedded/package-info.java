/** Checks of the embedded Cassandra: its pure parts, and, under the tag {@code real}, the process itself with everything that can befall it. */
@NullMarked
package io.troupe.persistence.embedded;

import org.jspecify.annotations.NullMarked;
