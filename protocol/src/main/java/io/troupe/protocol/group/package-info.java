/**
 * Groups: the inner places of the tree of workload ids, and what is said of them.
 *
 * <p>A group of which nothing is said exists as long as a workload lies below it. A group that is defined exists by itself, may be empty, and
 * has dependencies that hold for everything below it. The groups below one first-level group, the tenant, are kept together, as one journal; a change of
 * them is part of a deployment, accepted or refused with it as a whole. What workloads are is said in the workload package.
 */
@NullMarked
package io.troupe.protocol.group;

import org.jspecify.annotations.NullMarked;
