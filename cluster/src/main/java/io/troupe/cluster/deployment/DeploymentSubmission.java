package io.troupe.cluster.deployment;

import io.troupe.protocol.deployment.DeploymentPlan;
import io.troupe.protocol.deployment.DeploymentReply;
import io.troupe.protocol.workload.Cause;
import java.util.concurrent.CompletionStage;

/** Submits a deployment: puts all it concerns on the list of what must live, then asks its coordinator. */
@FunctionalInterface
public interface DeploymentSubmission {
    CompletionStage<DeploymentReply> submit(DeploymentPlan plan, boolean force, Cause cause);
}
