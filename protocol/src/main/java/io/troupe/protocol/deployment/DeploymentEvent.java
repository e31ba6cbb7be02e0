package io.troupe.protocol.deployment;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.troupe.protocol.group.GroupChange;
import io.troupe.protocol.identity.DeploymentId;
import io.troupe.protocol.identity.WorkloadId;
import io.troupe.protocol.problem.Problem;
import io.troupe.protocol.workload.RolloutOutcome;
import io.troupe.protocol.workload.WorkloadReply.Original;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A fact in the life of a deployment, as its journal keeps it. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "event")
@JsonSubTypes({
    @JsonSubTypes.Type(value = DeploymentEvent.Submitted.class, name = "submitted"),
    @JsonSubTypes.Type(value = DeploymentEvent.Accepted.class, name = "accepted"),
    @JsonSubTypes.Type(value = DeploymentEvent.StepBegan.class, name = "step-began"),
    @JsonSubTypes.Type(value = DeploymentEvent.ChangesEnded.class, name = "changes-ended"),
    @JsonSubTypes.Type(value = DeploymentEvent.CancelRequested.class, name = "cancel-requested"),
    @JsonSubTypes.Type(value = DeploymentEvent.RollbackBegan.class, name = "rollback-began"),
    @JsonSubTypes.Type(value = DeploymentEvent.Ended.class, name = "ended")
})
public sealed interface DeploymentEvent {
    /** The plan is known; locks are being taken. */
    record Submitted(
            DeploymentPlan plan, boolean force, @Nullable Boolean queue) implements DeploymentEvent {
        /** {@code queue} is null for false, as in what was stored before changes could wait in line. */
        public Submitted {
            queue = Boolean.TRUE.equals(queue) ? Boolean.TRUE : null;
        }

        public Submitted(DeploymentPlan plan, boolean force) {
            this(plan, force, null);
        }

        /** Whether it waits for locks that others hold. */
        public boolean queued() {
            return queue != null;
        }
    }

    /** All locks are held; {@code originals} says what each workload was, {@code undoGroups} what undoes the change of each tenant's groups. */
    record Accepted(List<OriginalOf> originals, List<GroupChange> undoGroups) implements DeploymentEvent {
        public Accepted {
            originals = List.copyOf(originals);
            // Null in what was stored before there were groups.
            undoGroups = undoGroups == null ? List.of() : List.copyOf(undoGroups);
        }
    }

    /** The step with this index (from 0) was begun. */
    record StepBegan(int step) implements DeploymentEvent {}

    /** These workloads are done with their part. */
    record ChangesEnded(List<WorkloadId> workloads, RolloutOutcome outcome) implements DeploymentEvent {
        public ChangesEnded {
            workloads = List.copyOf(workloads);
        }
    }

    /** It shall stop; if {@code revert} is there, that deployment will undo it. */
    record CancelRequested(@Nullable DeploymentId revert) implements DeploymentEvent {}

    /** The change of this workload has failed; the deployment {@code revert} will undo all that was done. */
    record RollbackBegan(WorkloadId workload, DeploymentId revert) implements DeploymentEvent {}

    /** It is over. */
    record Ended(DeploymentOutcome outcome, @Nullable Problem problem) implements DeploymentEvent {}

    /** A workload before the deployment; {@code original} is null if it did not exist. */
    record OriginalOf(WorkloadId workload, @Nullable Original original) {}
}
