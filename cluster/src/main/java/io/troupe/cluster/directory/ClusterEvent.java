package io.troupe.cluster.directory;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.troupe.cluster.ClusterMessage;
import io.troupe.protocol.deployment.DeploymentRecord;
import io.troupe.protocol.deployment.DeploymentView;
import io.troupe.protocol.identity.WorkloadId;
import io.troupe.protocol.workload.Instance;
import io.troupe.protocol.workload.WorkloadRecord;
import io.troupe.protocol.workload.WorkloadView;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Something happened and is stored; what listeners hear. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
    @JsonSubTypes.Type(value = ClusterEvent.WorkloadHappened.class, name = "workload"),
    @JsonSubTypes.Type(value = ClusterEvent.DeploymentHappened.class, name = "deployment")
})
public sealed interface ClusterEvent extends ClusterMessage {
    /**
     * @param sequence the entry's number in the workload's journal
     * @param record the entry
     * @param before the instances the event speaks of, as they were before it; new ones are not among them
     * @param touched the instances the event speaks of, as they are after it, ended ones included
     * @param view the workload after it; null once it is deleted
     */
    record WorkloadHappened(
            WorkloadId workload,
            long sequence,
            WorkloadRecord record,
            List<Instance> before,
            List<Instance> touched,
            @Nullable WorkloadView view)
            implements ClusterEvent {
        public WorkloadHappened {
            before = List.copyOf(before);
            touched = List.copyOf(touched);
        }
    }

    /**
     * @param sequence the entry's number in the deployment's journal
     * @param record the entry
     * @param view the deployment after it
     */
    record DeploymentHappened(long sequence, DeploymentRecord record, DeploymentView view) implements ClusterEvent {}
}
