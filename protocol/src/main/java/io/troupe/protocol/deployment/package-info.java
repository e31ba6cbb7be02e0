/**
 * One change asked for by a user, over one or more workloads, in order.
 *
 * <p>A {@link io.troupe.protocol.deployment.DeploymentPlan} has steps; the changes of a step go side by side, and a step begins when the one before is done. Its coordinator
 * takes the locks of all workloads first, so that a deployment is accepted as a whole or refused as a whole. What a change does to one
 * workload is said by {@code Change} in the workload package.
 */
@NullMarked
package io.troupe.protocol.deployment;

import org.jspecify.annotations.NullMarked;
