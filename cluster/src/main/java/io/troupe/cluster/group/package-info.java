/**
 * The groups of a tenant: what is said of them, and what was said before.
 *
 * <p>A {@code GroupSupervisor} takes part in each deployment that changes groups: it is asked to prepare the change, and told to make it once all others who
 * take part have agreed. Between the two it lets no other change in; that is short, for a deployment does not hold groups while it walks its
 * steps. The pure core is {@code GroupDecisions} over {@code GroupState}. Which workloads there are, and whether dependencies make sense, is not decided here.
 */
@NullMarked
package io.troupe.cluster.group;

import org.jspecify.annotations.NullMarked;
