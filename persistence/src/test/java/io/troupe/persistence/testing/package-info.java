/** Checks of what this module gives to the tests of others. */
@NullMarked
package io.troupe.persistence.testing;

import org.jspecify.annotations.NullMarked;
