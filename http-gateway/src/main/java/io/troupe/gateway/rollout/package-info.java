/**
 * What every dialect says of rollouts in the same words: what a deployment waits for, and whether a way back is open. It reads pictures of workloads and
 * deployments and knows no dialect, no HTTP and no actor. What should run is not decided here.
 */
@NullMarked
package io.troupe.gateway.rollout;

import org.jspecify.annotations.NullMarked;
