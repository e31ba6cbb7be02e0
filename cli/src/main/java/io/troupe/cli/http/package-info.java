/**
 * HTTP/1.1 and WebSocket over plain sockets: as much of them as Troupe's own server needs to be spoken to. The JDK's client
 * would do more, and takes longer to load than a whole command takes to run (docs/performance.md has the figures). Nothing
 * here knows what the answers mean; a server that does not answer is a {@link io.troupe.cli.outcome.Failure} in plain words.
 */
@NullMarked
package io.troupe.cli.http;

import org.jspecify.annotations.NullMarked;
