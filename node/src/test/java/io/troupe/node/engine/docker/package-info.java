/**
 * The Docker engine: what it sends, and what a real one does with it.
 */
@NullMarked
package io.troupe.node.engine.docker;

import org.jspecify.annotations.NullMarked;
