/**
 * Containers in images, run by a Docker engine of any version.
 *
 * <p>The engine's HTTP is spoken here, over its Unix socket or TCP, because most of it streams: events, output, pulls, and commands that must learn the end of
 * their input. The highest API version that both sides know is used. What is sent is plain JSON, made by pure classes; what the engine
 * refuses is understood in one place.
 */
@NullMarked
package io.troupe.node.engine.docker;

import org.jspecify.annotations.NullMarked;
