package io.troupe.cluster.deployment;

import io.troupe.protocol.deployment.DeploymentPlan;
import io.troupe.protocol.deployment.DeploymentReply;
import io.troupe.protocol.group.GroupCommand;
import io.troupe.protocol.identity.TreePath;
import io.troupe.protocol.identity.WorkloadId;
import io.troupe.protocol.workload.Cause;
import io.troupe.protocol.workload.WorkloadCommand;

/** What a coordinator shall do; each may be lost and is then derived again from the state. */
sealed interface DeploymentEffect {
    /** To all who wait for the answer to a submission. */
    record AnswerSubmitters(DeploymentReply reply) implements DeploymentEffect {}

    /** To all who wait for the answer to a cancellation. */
    record AnswerCancellers(DeploymentReply reply) implements DeploymentEffect {}

    /** To who sent the present input. */
    record AnswerSender(DeploymentReply reply) implements DeploymentEffect {}

    record TellWorkload(WorkloadId workload, WorkloadCommand command) implements DeploymentEffect {}

    record TellGroups(TreePath tenant, GroupCommand command) implements DeploymentEffect {}

    /** Submits, by force, the deployment that undoes this one. */
    record SubmitRevert(DeploymentPlan plan, Cause cause) implements DeploymentEffect {}

    /** Nothing is left to do: it need not live any longer, and leaves the list of what must. */
    record Retire() implements DeploymentEffect {}

    /** There is nothing to do yet: it need not live, but stays on the list of what must, since its submission may be under way. */
    record Rest() implements DeploymentEffect {}
}
