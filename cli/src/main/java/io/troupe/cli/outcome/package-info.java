/**
 * How a command ends. An {@link io.troupe.cli.outcome.ExitCode} is a promise to scripts and never changes its meaning; a
 * {@link io.troupe.cli.outcome.Failure} carries one, with one line for the person who typed the command and what to do next.
 * Nothing here prints or exits: the entry point alone does.
 */
@NullMarked
package io.troupe.cli.outcome;

import org.jspecify.annotations.NullMarked;
