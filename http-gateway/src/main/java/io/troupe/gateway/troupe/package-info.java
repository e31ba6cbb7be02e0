/**
 * Troupe's own API, {@code /v1}: what no other dialect has a place for. Nodes, instances with their output and commands inside them, history, and
 * why something does not run. It speaks the domain's own words; docs/api/v1.md has all shapes.
 */
@NullMarked
package io.troupe.gateway.troupe;

import org.jspecify.annotations.NullMarked;
