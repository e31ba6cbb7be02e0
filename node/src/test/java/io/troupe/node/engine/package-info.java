/**
 * What every container engine must do, said as tests that an engine's own test class calls for.
 */
@NullMarked
package io.troupe.node.engine;

import org.jspecify.annotations.NullMarked;
