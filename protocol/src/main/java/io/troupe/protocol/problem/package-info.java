/**
 * Refusals as values.
 *
 * <p>A {@link io.troupe.protocol.problem.Problem} says that a request cannot be done and why: a code that a caller can branch on, the field that
 * is wrong, and a sentence for a person. It is neither an outage (those are retried) nor a bug (those stop the actor loudly). Dialects
 * translate it once, at the edge, into their own form of error.
 */
@NullMarked
package io.troupe.protocol.problem;

import org.jspecify.annotations.NullMarked;
