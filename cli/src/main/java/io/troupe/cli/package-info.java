/**
 * The remote control: the {@code troupe} command line. It speaks HTTP to any node and knows nothing else of the system,
 * so it shares no code with the server. Its start-up time is part of its interface: every library on its class path has
 * to earn its place.
 */
@NullMarked
package io.troupe.cli;

import org.jspecify.annotations.NullMarked;
