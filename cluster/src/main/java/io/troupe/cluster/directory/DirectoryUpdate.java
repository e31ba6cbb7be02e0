package io.troupe.cluster.directory;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.troupe.cluster.ClusterMessage;
import io.troupe.protocol.deployment.DeploymentView;
import io.troupe.protocol.group.GroupView;
import io.troupe.protocol.identity.DeploymentId;
import io.troupe.protocol.identity.TreePath;
import io.troupe.protocol.identity.WorkloadId;
import io.troupe.protocol.workload.WorkloadView;

/** What an entity tells the directory of the node it lives on. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "update")
@JsonSubTypes({
    @JsonSubTypes.Type(value = DirectoryUpdate.Happened.class, name = "happened"),
    @JsonSubTypes.Type(value = DirectoryUpdate.WorkloadPresent.class, name = "workload-present"),
    @JsonSubTypes.Type(value = DirectoryUpdate.WorkloadLeft.class, name = "workload-left"),
    @JsonSubTypes.Type(value = DirectoryUpdate.DeploymentPresent.class, name = "deployment-present"),
    @JsonSubTypes.Type(value = DirectoryUpdate.DeploymentLeft.class, name = "deployment-left"),
    @JsonSubTypes.Type(value = DirectoryUpdate.GroupsPresent.class, name = "groups-present"),
    @JsonSubTypes.Type(value = DirectoryUpdate.GroupsLeft.class, name = "groups-left")
})
public sealed interface DirectoryUpdate extends ClusterMessage {
    /** An event is stored; sent after each one and before anybody is answered. Listeners hear it. */
    record Happened(ClusterEvent event) implements DirectoryUpdate {}

    /**
     * The workload lives here and looks so: sent after a recovery, and when something changed that is not kept in the journal (why instances wait).
     * Listeners do not hear it.
     */
    record WorkloadPresent(WorkloadView view) implements DirectoryUpdate {}

    /** The supervisor stops on this node (it moves, or there is no such workload). */
    record WorkloadLeft(WorkloadId workload) implements DirectoryUpdate {}

    /** The deployment's coordinator lives here; sent after a recovery. */
    record DeploymentPresent(DeploymentView view) implements DirectoryUpdate {}

    /** The coordinator stops on this node. */
    record DeploymentLeft(DeploymentId deployment) implements DirectoryUpdate {}

    /** The groups of the tenant look so; sent after a recovery and after each stored event, before anybody is answered. */
    record GroupsPresent(GroupView view) implements DirectoryUpdate {}

    /** The supervisor of the tenant's groups stops on this node, or nothing is defined any more. */
    record GroupsLeft(TreePath tenant) implements DirectoryUpdate {}
}
