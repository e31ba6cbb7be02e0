package io.troupe.cluster.deployment;

import io.troupe.protocol.deployment.DeploymentCommand;
import io.troupe.protocol.deployment.DeploymentReply;
import io.troupe.protocol.group.GroupReply;
import io.troupe.protocol.workload.WorkloadReply;

/** What a coordinator has to decide about. */
sealed interface DeploymentInput {
    record Asked(DeploymentCommand command) implements DeploymentInput {}

    /** A supervisor answered one of the coordinator's own commands. */
    record Answered(WorkloadReply reply) implements DeploymentInput {}

    /** The supervisor of a tenant's groups answered one of the coordinator's own commands. */
    record GroupsAnswered(GroupReply reply) implements DeploymentInput {}

    /** The coordinator of the deployment that undoes this one answered. */
    record RevertAnswered(DeploymentReply reply) implements DeploymentInput {}

    /** Time passed: what was not answered is said again. */
    record Ticked() implements DeploymentInput {}
}
