/** Processes of this machine, really run. They need nothing but a shell; what they start, they stop. Nothing but tests may be here. */
@NullMarked
package io.troupe.node.engine.process;

import org.jspecify.annotations.NullMarked;
