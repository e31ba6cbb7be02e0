/**
 * In which order the workloads of a change are started, changed and stopped.
 *
 * <p>{@code DependencyTree} is who says what of whom: workloads and groups, and the places they depend on. {@code DependencyOrder} derives from it
 * how many others each workload has to wait for, and finds cycles. {@code DependencyPlanner} makes the steps of a deployment of them. All of it is pure and
 * linear in the number of workloads, groups and dependencies; nothing here knows what a change does to a workload.
 */
@NullMarked
package io.troupe.cluster.dependency;

import org.jspecify.annotations.NullMarked;
