/** Tests of the translators alone, without a server. */
@NullMarked
package io.troupe.gateway.marathon;

import org.jspecify.annotations.NullMarked;
