/** Tests of what a node can tell from memory. */
@NullMarked
package io.troupe.cluster.directory;

import org.jspecify.annotations.NullMarked;
