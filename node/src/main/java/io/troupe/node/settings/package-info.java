/**
 * What an operator can set on a node, where each value came from, and what is shown back.
 *
 * <p>A setting is an option of the command line, a variable of the environment or a key of a file, in this order of precedence, and has one
 * name in all three. {@link io.troupe.node.settings.NodeOptions} is the list of them; {@link io.troupe.node.settings.NodeSettings} is the checked record the node is
 * started with, read once. Secrets come from files or the environment, never from an argument, and are never shown.
 */
@NullMarked
package io.troupe.node.settings;

import org.jspecify.annotations.NullMarked;
