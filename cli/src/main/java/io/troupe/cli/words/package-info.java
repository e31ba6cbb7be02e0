/**
 * How a command line is written and read: which options and arguments a command takes, what was given, the help text, and the completion
 * scripts of shells. It exists because a command of this program lives for a tenth of a second, and a library that looks at all commands
 * by reflection takes longer than that. Nothing here knows what a command does, a server or a terminal.
 */
@NullMarked
package io.troupe.cli.words;

import org.jspecify.annotations.NullMarked;
