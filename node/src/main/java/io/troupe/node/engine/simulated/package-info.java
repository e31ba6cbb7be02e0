/**
 * Containers that exist in memory alone, for tests and measurements of everything around an engine.
 *
 * <p>They behave like real ones as far as an agent can see: they are created, run a small {@link io.troupe.node.engine.simulated.Script}, write
 * output, end with an exit code, and outlive the engine that started them as long as the JVM lives. They can be told to fail at any operation,
 * to hang and to vanish, and run on the wall's clock or on a virtual one. Nothing here starts a process, opens a connection or touches a disk.
 */
@NullMarked
package io.troupe.node.engine.simulated;

import org.jspecify.annotations.NullMarked;
