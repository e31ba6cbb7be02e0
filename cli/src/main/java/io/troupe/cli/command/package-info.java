/**
 * The words one can type, one class a subcommand. A command asks the server, shows the answer and returns an exit code; what
 * several of them share is a class named after what it does. Failures are thrown and shown by the entry point.
 */
@NullMarked
package io.troupe.cli.command;

import org.jspecify.annotations.NullMarked;
