/**
 * The terminal the program may be used at: whether there is one, how large it is, its raw mode for a remote command, and colours. Output that goes
 * to a file or a pipe is plain. It is an interface, so that tests can be at a terminal without one. Nothing here knows what is shown.
 */
@NullMarked
package io.troupe.cli.terminal;

import org.jspecify.annotations.NullMarked;
