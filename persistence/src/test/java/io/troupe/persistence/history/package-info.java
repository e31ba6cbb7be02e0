/** Checks of reading journals back. */
@NullMarked
package io.troupe.persistence.history;

import org.jspecify.annotations.NullMarked;
