/** Checks of the stored form: names, versions, migrations, and the golden files of all that was ever stored. */
@NullMarked
package io.troupe.persistence.format;

import org.jspecify.annotations.NullMarked;
