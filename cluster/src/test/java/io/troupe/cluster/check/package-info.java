/** Tests of the checks' core: one instance on virtual time. */
@NullMarked
package io.troupe.cluster.check;

import org.jspecify.annotations.NullMarked;
