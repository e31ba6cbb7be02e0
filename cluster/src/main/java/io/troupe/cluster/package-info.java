/**
 * The mind of Troupe: it decides what should run and suggests where. The packages below hold one concept each, its pure
 * core (state, decisions, planners) beside the actor that is its shell. It may use {@code protocol} and {@code
 * persistence}. Container engines, HTTP and the words of a dialect may not appear here.
 */
@NullMarked
package io.troupe.cluster;

import org.jspecify.annotations.NullMarked;
