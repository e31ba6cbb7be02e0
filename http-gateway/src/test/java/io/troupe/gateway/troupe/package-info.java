/** Tests of Troupe's own dialect, below HTTP. */
@NullMarked
package io.troupe.gateway.troupe;

import org.jspecify.annotations.NullMarked;
