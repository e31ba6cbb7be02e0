/** Measures the embedded Cassandra, for docs/operations/cassandra.md. No test run includes it. */
@NullMarked
package io.troupe.persistence.figures;

import org.jspecify.annotations.NullMarked;
