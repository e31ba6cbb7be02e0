/**
 * Containers in images, run by a Docker engine of any version.
 *
 * <p>docker-java speaks to the engine: its commands for what is answered soon, its transport and models for what streams (events, output, pulls). Only a
 * command in a container is started over a connection of our own, because it must learn the end of its input. Short calls and long ones have clients of their own,
 * every call has a time limit, and the highest API version that both sides know is spoken. What is sent is made by pure classes; what the
 * engine refuses is understood in one place.
 */
@NullMarked
package io.troupe.node.engine.docker;

import org.jspecify.annotations.NullMarked;
