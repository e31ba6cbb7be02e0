/**
 * The simulated engine: that it keeps the contract of all engines, and that it fails as it is told to. Plans for it are made here for other
 * tests as well.
 */
@NullMarked
package io.troupe.node.engine.simulated;

import org.jspecify.annotations.NullMarked;
