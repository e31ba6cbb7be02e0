package io.troupe.protocol.workload;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.troupe.protocol.identity.DeploymentId;
import io.troupe.protocol.identity.WorkloadId;
import io.troupe.protocol.problem.Problem;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A supervisor's answer. What it says is stored. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "reply")
@JsonSubTypes({
    @JsonSubTypes.Type(value = WorkloadReply.Prepared.class, name = "prepared"),
    @JsonSubTypes.Type(value = WorkloadReply.Waiting.class, name = "waiting"),
    @JsonSubTypes.Type(value = WorkloadReply.Progress.class, name = "progress"),
    @JsonSubTypes.Type(value = WorkloadReply.Killing.class, name = "killing"),
    @JsonSubTypes.Type(value = WorkloadReply.Done.class, name = "done"),
    @JsonSubTypes.Type(value = WorkloadReply.Refused.class, name = "refused")
})
public sealed interface WorkloadReply {
    /**
     * The lock is held and the change is possible.
     *
     * @param before what the workload was before the change, to undo it; null if it did not exist
     * @param superseded the deployment that lost the lock by force; null if it was free
     * @param begun whether the change is seen by readers already; if not, it takes {@code Begin}
     */
    record Prepared(
            WorkloadId workload,
            DeploymentId deployment,
            @Nullable Original before,
            @Nullable DeploymentId superseded,
            boolean begun)
            implements WorkloadReply {}

    /** Others are to change the workload first, in this order. The deployment holds nothing, and asks again. */
    record Waiting(WorkloadId workload, DeploymentId deployment, List<DeploymentId> behind) implements WorkloadReply {
        public Waiting {
            behind = List.copyOf(behind);
        }
    }

    /** How far a deployment's change of this workload is. */
    record Progress(WorkloadId workload, DeploymentId deployment, RolloutStatus status) implements WorkloadReply {}

    /** These instances are being stopped, as they were when it was asked. */
    record Killing(List<Instance> instances) implements WorkloadReply {
        public Killing {
            instances = List.copyOf(instances);
        }
    }

    record Done() implements WorkloadReply {}

    record Refused(WorkloadId workload, Problem problem) implements WorkloadReply {}

    /** A workload's spec and number of instances at one moment. */
    record Original(WorkloadSpec spec, int instances) {}

    /** How far a change is. */
    enum RolloutStatus {
        /** Locked and checked, not begun. */
        PREPARED,
        RUNNING,
        /** It has failed, is paused, and asks to be undone with its whole deployment. */
        FAILED,
        COMPLETED,
        CANCELLED,
        /** A forced deployment took over. */
        SUPERSEDED,
        /** This supervisor does not know the deployment (or has forgotten it). */
        UNKNOWN
    }
}
