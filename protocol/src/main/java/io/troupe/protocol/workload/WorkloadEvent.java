package io.troupe.protocol.workload;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.troupe.protocol.identity.DeploymentId;
import io.troupe.protocol.identity.InstanceId;
import io.troupe.protocol.identity.NodeId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A fact in the life of a workload, as its journal keeps it. One decision is one event, however many instances it moves. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "event")
@JsonSubTypes({
    @JsonSubTypes.Type(value = WorkloadEvent.ChangePrepared.class, name = "change-prepared"),
    @JsonSubTypes.Type(value = WorkloadEvent.RolloutBegan.class, name = "rollout-began"),
    @JsonSubTypes.Type(value = WorkloadEvent.RolloutPaused.class, name = "rollout-paused"),
    @JsonSubTypes.Type(value = WorkloadEvent.RolloutResumed.class, name = "rollout-resumed"),
    @JsonSubTypes.Type(value = WorkloadEvent.CanariesPromoted.class, name = "canaries-promoted"),
    @JsonSubTypes.Type(value = WorkloadEvent.RolloutFailed.class, name = "rollout-failed"),
    @JsonSubTypes.Type(value = WorkloadEvent.RolloutEnded.class, name = "rollout-ended"),
    @JsonSubTypes.Type(value = WorkloadEvent.NodesFollowed.class, name = "nodes-followed"),
    @JsonSubTypes.Type(value = WorkloadEvent.InstancesPlanned.class, name = "instances-planned"),
    @JsonSubTypes.Type(value = WorkloadEvent.InstancesPlaced.class, name = "instances-placed"),
    @JsonSubTypes.Type(value = WorkloadEvent.InstancesObserved.class, name = "instances-observed"),
    @JsonSubTypes.Type(value = WorkloadEvent.InstancesUnreachable.class, name = "instances-unreachable"),
    @JsonSubTypes.Type(value = WorkloadEvent.InstancesInactive.class, name = "instances-inactive"),
    @JsonSubTypes.Type(value = WorkloadEvent.StrangersEnded.class, name = "strangers-ended"),
    @JsonSubTypes.Type(value = WorkloadEvent.StopRequested.class, name = "stop-requested"),
    @JsonSubTypes.Type(value = WorkloadEvent.LaunchDelayed.class, name = "launch-delayed"),
    @JsonSubTypes.Type(value = WorkloadEvent.LaunchDelayReset.class, name = "launch-delay-reset"),
    @JsonSubTypes.Type(value = WorkloadEvent.WorkloadDeleted.class, name = "workload-deleted")
})
public sealed interface WorkloadEvent {
    /**
     * A deployment holds the workload's lock and has said what it will change.
     *
     * @param superseded who lost the lock by force
     * @param version when the change was asked for; null in what was stored before it was kept
     */
    record ChangePrepared(
            DeploymentId deployment,
            Change change,
            @Nullable DeploymentId superseded,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Instant version)
            implements WorkloadEvent {
        public ChangePrepared(DeploymentId deployment, Change change, @Nullable DeploymentId superseded) {
            this(deployment, change, superseded, null);
        }
    }

    /**
     * The prepared change is being rolled out.
     *
     * @param revision the new revision; null if the spec stays
     * @param target what the workload is now to be
     * @param replaceAll instances planned for earlier targets are replaced even if they run the target revision
     * @param delete the workload is forgotten once no instance is left
     */
    record RolloutBegan(
            DeploymentId deployment, @Nullable Revision revision, Target target, boolean replaceAll, boolean delete)
            implements WorkloadEvent {}

    /**
     * The rollout stops where it is until it is resumed.
     *
     * @param earlier so many instances of what ran before are kept up meanwhile
     * @param current so many instances of the target
     */
    record RolloutPaused(DeploymentId deployment, int earlier, int current) implements WorkloadEvent {}

    /** The rollout goes on, and what has failed so far does not count any more. */
    record RolloutResumed(DeploymentId deployment) implements WorkloadEvent {}

    /** The canaries are good: the other instances may be replaced too. */
    record CanariesPromoted(DeploymentId deployment) implements WorkloadEvent {}

    /**
     * Too many instances of the target have failed, or nothing moved for too long.
     *
     * @param problem what went wrong, a sentence
     * @param action what follows: unless it is {@link FailureAction#KEEP}, the rollout is paused with this
     * @param earlier so many instances of what ran before are kept up meanwhile
     * @param current so many instances of the target
     */
    record RolloutFailed(DeploymentId deployment, String problem, FailureAction action, int earlier, int current)
            implements WorkloadEvent {}

    /** The rollout is over and the lock is free. */
    record RolloutEnded(DeploymentId deployment, RolloutOutcome outcome) implements WorkloadEvent {}

    /**
     * The workload, one instance of which runs on every fit node, follows other nodes now, or has judged them for another revision. Their number is the
     * target's number of instances from here on.
     *
     * @param revision what a node has to be fit for
     */
    record NodesFollowed(long revision, List<NodeId> joined, List<NodeId> left) implements WorkloadEvent {
        public NodesFollowed {
            joined = List.copyOf(joined);
            left = List.copyOf(left);
        }
    }

    /** These instances are wanted and need a place. */
    record InstancesPlanned(List<PlannedInstance> instances) implements WorkloadEvent {
        public InstancesPlanned {
            instances = List.copyOf(instances);
        }
    }

    /** These instances have a place. */
    record InstancesPlaced(List<PlacedInstance> instances) implements WorkloadEvent {
        public InstancesPlaced {
            instances = List.copyOf(instances);
        }
    }

    /** An agent reported news of these instances. */
    record InstancesObserved(NodeId node, List<InstanceReport> reports) implements WorkloadEvent {
        public InstancesObserved {
            reports = List.copyOf(reports);
        }
    }

    /** The node is away, and with it these instances; those that were to stop are forgotten at once. What is observed of one later says that it is back. */
    record InstancesUnreachable(NodeId node, List<InstanceId> instances) implements WorkloadEvent {
        public InstancesUnreachable {
            instances = List.copyOf(instances);
        }
    }

    /** These instances have been unreachable for so long that they do not count any more as some of the wanted. */
    record InstancesInactive(List<InstanceId> instances) implements WorkloadEvent {
        public InstancesInactive {
            instances = List.copyOf(instances);
        }
    }

    /** Instances that the workload does not know were found on the node, and have been stopped. They were no part of the workload, and are none. */
    record StrangersEnded(NodeId node, List<InstanceReport> reports) implements WorkloadEvent {
        public StrangersEnded {
            reports = List.copyOf(reports);
        }
    }

    /** These instances shall stop; those that have no place yet are dropped at once, those that are unreachable are forgotten at once. */
    record StopRequested(List<InstanceId> instances, StopReason reason) implements WorkloadEvent {
        public StopRequested {
            instances = List.copyOf(instances);
        }
    }

    /** An instance of the revision ended by itself: the next launch waits. */
    record LaunchDelayed(long revision, Duration delay, Instant until) implements WorkloadEvent {}

    /**
     * The back-off is over: by a user, a new revision, or a quiet time.
     *
     * @param revision whose back-off; null if that of all revisions
     */
    record LaunchDelayReset(@Nullable Long revision) implements WorkloadEvent {}

    /** The last instance is gone and the workload does not exist any more. */
    record WorkloadDeleted() implements WorkloadEvent {}

    /** A new instance, the slot it fills, its revision and the {@link Target#version()} it is for. */
    record PlannedInstance(InstanceId id, int slot, long revision, long target) {}

    /** An instance and its place. */
    record PlacedInstance(InstanceId id, InstancePlace place) {}
}
