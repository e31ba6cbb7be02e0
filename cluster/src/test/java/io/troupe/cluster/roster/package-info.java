/** Tests of the keeper of what must live. */
@NullMarked
package io.troupe.cluster.roster;

import org.jspecify.annotations.NullMarked;
