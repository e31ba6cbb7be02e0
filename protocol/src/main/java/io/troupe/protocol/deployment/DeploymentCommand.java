package io.troupe.protocol.deployment;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.troupe.protocol.identity.DeploymentId;
import io.troupe.protocol.identity.TreePath;
import io.troupe.protocol.identity.WorkloadId;
import io.troupe.protocol.workload.Cause;
import io.troupe.protocol.workload.WorkloadReply.RolloutStatus;
import org.jspecify.annotations.Nullable;

/** What can be asked of a deployment's coordinator. All of them may be repeated without harm. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "command")
@JsonSubTypes({
    @JsonSubTypes.Type(value = DeploymentCommand.Submit.class, name = "submit"),
    @JsonSubTypes.Type(value = DeploymentCommand.LockFree.class, name = "lock-free"),
    @JsonSubTypes.Type(value = DeploymentCommand.Cancel.class, name = "cancel"),
    @JsonSubTypes.Type(value = DeploymentCommand.RolloutNews.class, name = "rollout-news"),
    @JsonSubTypes.Type(value = DeploymentCommand.GroupsHeld.class, name = "groups-held"),
    @JsonSubTypes.Type(value = DeploymentCommand.Wake.class, name = "wake")
})
public sealed interface DeploymentCommand {
    /**
     * Take the locks of all workloads and start. Answers {@link DeploymentReply.Accepted}, at once if it waits in line, or {@link DeploymentReply.Refused}.
     *
     * @param force take locks from others
     * @param queue wait for locks of others
     */
    record Submit(DeploymentPlan plan, boolean force, boolean queue, Cause cause) implements DeploymentCommand {
        public Submit(DeploymentPlan plan, boolean force, Cause cause) {
            this(plan, force, false, cause);
        }

        public Submit(DeploymentPlan plan, OnConflict onConflict, Cause cause) {
            this(plan, onConflict == OnConflict.SUPERSEDE, onConflict == OnConflict.QUEUE, cause);
        }
    }

    /** A supervisor says that it is this deployment's turn to take the lock. Not answered. */
    record LockFree(WorkloadId workload) implements DeploymentCommand {}

    /**
     * Stop where it is; with {@code revert}, then undo what this deployment changed, by a new deployment of that id. Answers {@link
     * DeploymentReply.Cancelled} or {@link DeploymentReply.Refused}.
     */
    record Cancel(@Nullable DeploymentId revert, Cause cause) implements DeploymentCommand {}

    /** A supervisor says how far its part is. Not answered. */
    record RolloutNews(WorkloadId workload, RolloutStatus status) implements DeploymentCommand {}

    /** A tenant's groups are still held for it: it may have forgotten them, since a request can come after its end. Not answered. */
    record GroupsHeld(TreePath tenant) implements DeploymentCommand {}

    /** Makes sure the coordinator is alive; answers {@link DeploymentReply.Awake} once it has recovered. */
    record Wake() implements DeploymentCommand {}
}
