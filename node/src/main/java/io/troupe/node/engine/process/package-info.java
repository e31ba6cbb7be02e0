/**
 * The engine for containers without an image: plain processes of the node.
 *
 * <p>Each runs in a session of its own below a tiny launcher that outlives the JVM and writes process id, start time and exit code into the
 * container's folder. Those folders are all the engine knows; after a restart it reads them again. A process id is believed only with its
 * start time. Memory and cores are limited by the kernel's control groups of either version where the node may write them; where not, the
 * engine's description says so. Endings are announced by files in one watched directory, so nothing is polled per process but its output's size.
 */
@NullMarked
package io.troupe.node.engine.process;

import org.jspecify.annotations.NullMarked;
