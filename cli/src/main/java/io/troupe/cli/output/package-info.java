/**
 * What a person sees: aligned tables, or the document itself as JSON or YAML. Nothing here asks a server. Colour is used on a
 * terminal alone.
 */
@NullMarked
package io.troupe.cli.output;

import org.jspecify.annotations.NullMarked;
