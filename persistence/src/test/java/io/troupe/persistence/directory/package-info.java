/** Checks of the lock on the data directory. */
@NullMarked
package io.troupe.persistence.directory;

import org.jspecify.annotations.NullMarked;
