/**
 * The coordinator of a deployment: it takes the locks of all workloads of a plan, then walks its steps.
 *
 * <p>It is a saga over supervisors: each of its messages can be repeated, and after a crash it asks each supervisor again how far its part
 * is. The pure core is {@code DeploymentDecisions} over {@code DeploymentState}, with a class for each round of rules; the shell is {@code DeploymentCoordinator}. What a change means for one workload is the
 * supervisor's business, not decided here.
 */
@NullMarked
package io.troupe.cluster.deployment;

import org.jspecify.annotations.NullMarked;
