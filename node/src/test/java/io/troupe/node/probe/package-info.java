/** Tests of what checks do: against servers of our own on any free port. */
@NullMarked
package io.troupe.node.probe;

import org.jspecify.annotations.NullMarked;
