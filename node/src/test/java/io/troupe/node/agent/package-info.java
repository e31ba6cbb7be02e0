/** The agent at work on this machine. Nothing but tests may be here. */
@NullMarked
package io.troupe.node.agent;

import org.jspecify.annotations.NullMarked;
