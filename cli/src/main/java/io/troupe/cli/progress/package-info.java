/**
 * How far a deployment is, in words: what is known of each app it changes, why something waits, and how it ended. What is known comes in as the documents
 * of Troupe's own API; what goes out is text. Nothing here asks a server, looks at a clock or writes to a terminal.
 */
@NullMarked
package io.troupe.cli.progress;

import org.jspecify.annotations.NullMarked;
