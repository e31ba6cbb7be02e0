/** The control plane as a whole: a real actor system of one node with a journal in memory and an agent that only says that it runs things. */
@NullMarked
package io.troupe.cluster;

import org.jspecify.annotations.NullMarked;
