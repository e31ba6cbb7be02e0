package io.troupe.cluster.directory;

import akka.actor.typed.ActorRef;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.troupe.cluster.ClusterMessage;
import io.troupe.protocol.deployment.DeploymentView;
import io.troupe.protocol.group.GroupView;
import io.troupe.protocol.identity.TreePath;
import io.troupe.protocol.identity.WorkloadId;
import io.troupe.protocol.workload.WorkloadView;
import java.util.List;

/** What is said to a {@link WorkloadDirectory}. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "message")
@JsonSubTypes({
    @JsonSubTypes.Type(value = DirectoryMessage.Update.class, name = "update"),
    @JsonSubTypes.Type(value = DirectoryMessage.Find.class, name = "find"),
    @JsonSubTypes.Type(value = DirectoryMessage.FindHere.class, name = "find-here"),
    @JsonSubTypes.Type(value = DirectoryMessage.Count.class, name = "count"),
    @JsonSubTypes.Type(value = DirectoryMessage.Listen.class, name = "listen"),
    @JsonSubTypes.Type(value = DirectoryMessage.ListenerGone.class, name = "listener-gone"),
    @JsonSubTypes.Type(value = DirectoryMessage.Follow.class, name = "follow"),
    @JsonSubTypes.Type(value = DirectoryMessage.Unfollow.class, name = "unfollow"),
    @JsonSubTypes.Type(value = DirectoryMessage.Heard.class, name = "heard"),
    @JsonSubTypes.Type(value = DirectoryMessage.Peers.class, name = "peers")
})
public sealed interface DirectoryMessage extends ClusterMessage {
    /** From an entity on this node. */
    record Update(DirectoryUpdate update) implements DirectoryMessage {}

    /** A question about the whole cluster. */
    record Find(DirectoryQuestion question, ActorRef<Answer> replyTo) implements DirectoryMessage {}

    /** A question about this node alone; asked by other directories. */
    record FindHere(DirectoryQuestion question, ActorRef<Answer> replyTo) implements DirectoryMessage {}

    /** How many deployments run here; asked before each change, so it makes no list of them. */
    record Count(ActorRef<Running> replyTo) implements DirectoryMessage {}

    record Running(int deployments) implements ClusterMessage {}

    /** From now on tell the listener, which has its own bound, everything that happens in the cluster, until it stops. */
    record Listen(ActorRef<ClusterEvent> listener) implements DirectoryMessage {}

    record ListenerGone(ActorRef<ClusterEvent> listener) implements DirectoryMessage {}

    /** Another directory has listeners: tell it what happens here. */
    record Follow(ActorRef<DirectoryMessage> follower) implements DirectoryMessage {}

    /** Another directory has no more listeners, or is gone. */
    record Unfollow(ActorRef<DirectoryMessage> follower) implements DirectoryMessage {}

    /** Something happened on another node. */
    record Heard(ClusterEvent event) implements DirectoryMessage {}

    /** The directories of all nodes, this one included. */
    record Peers(List<ActorRef<DirectoryMessage>> directories) implements DirectoryMessage {
        public Peers {
            directories = List.copyOf(directories);
        }
    }

    /**
     * @param workloads those asked for, by id
     * @param deployments those asked for, oldest first
     * @param groups those asked for, by tenant
     */
    record Answer(List<WorkloadView> workloads, List<DeploymentView> deployments, List<GroupView> groups)
            implements ClusterMessage {
        public Answer {
            workloads = List.copyOf(workloads);
            deployments = List.copyOf(deployments);
            groups = List.copyOf(groups);
        }
    }

    /** What a directory can be asked. */
    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "question")
    @JsonSubTypes({
        @JsonSubTypes.Type(value = DirectoryQuestion.AllWorkloads.class, name = "all-workloads"),
        @JsonSubTypes.Type(value = DirectoryQuestion.OneWorkload.class, name = "one-workload"),
        @JsonSubTypes.Type(value = DirectoryQuestion.WorkloadsAlong.class, name = "workloads-along"),
        @JsonSubTypes.Type(value = DirectoryQuestion.RunningDeployments.class, name = "running-deployments"),
        @JsonSubTypes.Type(value = DirectoryQuestion.AllGroups.class, name = "all-groups"),
        @JsonSubTypes.Type(value = DirectoryQuestion.Everything.class, name = "everything")
    })
    sealed interface DirectoryQuestion {
        record AllWorkloads() implements DirectoryQuestion {}

        record OneWorkload(WorkloadId workload) implements DirectoryQuestion {}

        /** The workloads above a place, at it and below it. */
        record WorkloadsAlong(TreePath place) implements DirectoryQuestion {}

        record RunningDeployments() implements DirectoryQuestion {}

        record AllGroups() implements DirectoryQuestion {}

        /** All workloads, running deployments and groups. */
        record Everything() implements DirectoryQuestion {}
    }
}
