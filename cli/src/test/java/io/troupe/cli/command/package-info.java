/**
 * The program as its users run it: whole lines against a node that answers what the test says, at a terminal and without one. What is
 * checked is what they see and the exit code.
 */
@NullMarked
package io.troupe.cli.command;

import org.jspecify.annotations.NullMarked;
