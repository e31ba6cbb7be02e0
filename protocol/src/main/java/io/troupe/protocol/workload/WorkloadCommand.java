package io.troupe.protocol.workload;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.troupe.protocol.identity.DeploymentId;
import io.troupe.protocol.identity.InstanceId;
import java.time.Instant;
import java.util.List;

/** What can be asked of a workload's supervisor. All of them may be repeated without harm. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "command")
@JsonSubTypes({
    @JsonSubTypes.Type(value = WorkloadCommand.Prepare.class, name = "prepare"),
    @JsonSubTypes.Type(value = WorkloadCommand.Begin.class, name = "begin"),
    @JsonSubTypes.Type(value = WorkloadCommand.Release.class, name = "release"),
    @JsonSubTypes.Type(value = WorkloadCommand.Steer.class, name = "steer"),
    @JsonSubTypes.Type(value = WorkloadCommand.KillInstances.class, name = "kill-instances"),
    @JsonSubTypes.Type(value = WorkloadCommand.ResetLaunchDelay.class, name = "reset-launch-delay"),
    @JsonSubTypes.Type(value = WorkloadCommand.Wake.class, name = "wake")
})
public sealed interface WorkloadCommand {
    /**
     * Takes the lock for a deployment and checks its change. Answers {@link WorkloadReply.Prepared} or {@link WorkloadReply.Refused}.
     *
     * @param version when the deployment was asked for, by its plan: becomes the time of the new target, unless that is not later than the last
     * @param force take the lock from a running deployment
     * @param begin begin at once, without a {@link Begin}: for deployments of one workload
     * @param queue if another holds the lock, or waits longer for it, stand in line: answers {@link WorkloadReply.Waiting}
     */
    record Prepare(
            DeploymentId deployment,
            Instant version,
            Change change,
            boolean force,
            boolean begin,
            boolean queue,
            Cause cause)
            implements WorkloadCommand {
        public Prepare(
                DeploymentId deployment, Instant version, Change change, boolean force, boolean begin, Cause cause) {
            this(deployment, version, change, force, begin, false, cause);
        }
    }

    /** Begins the prepared change, if it has not begun, and says how far it is: {@link WorkloadReply.Progress}. */
    record Begin(DeploymentId deployment, Instant version) implements WorkloadCommand {}

    /** Gives the lock back: the rollout stops where it is. Answers {@link WorkloadReply.Progress}. */
    record Release(DeploymentId deployment, Cause cause) implements WorkloadCommand {}

    /**
     * Pauses, resumes or promotes the rollout of this deployment. Answers {@link WorkloadReply.Progress} or {@link WorkloadReply.Refused}: if the deployment does not
     * change the workload now, or if canaries are to be promoted that are not good yet.
     *
     * @param force promote canaries that are not good yet
     */
    record Steer(DeploymentId deployment, RolloutSteering steering, boolean force, Cause cause)
            implements WorkloadCommand {}

    /** Stops these instances; the supervisor fills their slots anew. Answers {@link WorkloadReply.Killing}. */
    record KillInstances(List<InstanceId> instances, Cause cause) implements WorkloadCommand {
        public KillInstances {
            instances = List.copyOf(instances);
        }
    }

    /** Forgets the back-off. Answers {@link WorkloadReply.Done}. */
    record ResetLaunchDelay(Cause cause) implements WorkloadCommand {}

    /** Makes sure the supervisor is alive; once it has recovered it answers {@link WorkloadReply.Done}, or that there is nothing it lives for. */
    record Wake() implements WorkloadCommand {}
}
