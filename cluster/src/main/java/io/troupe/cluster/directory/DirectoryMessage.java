package io.troupe.cluster.directory;

import akka.actor.typed.ActorRef;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.troupe.cluster.ClusterMessage;
import io.troupe.protocol.deployment.DeploymentView;
import io.troupe.protocol.group.GroupView;
import io.troupe.protocol.identity.DeploymentId;
import io.troupe.protocol.identity.TreePath;
import io.troupe.protocol.identity.WorkloadId;
import io.troupe.protocol.workload.WorkloadView;
import java.util.List;
import org.jspecify.annotations.Nullable;

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

    /** A question about this node alone; asked by other directories, part by part. */
    record FindHere(DirectoryQuestion question, Place from, ActorRef<Part> replyTo) implements DirectoryMessage {}

    /**
     * As much of an answer as fits one message between nodes.
     *
     * @param of whose answer it is
     * @param next where to go on; null if this was the last part
     */
    record Part(
            ActorRef<DirectoryMessage> of,
            Answer answer,
            @Nullable Place next) implements ClusterMessage {}

    /**
     * A place in an answer. What comes or goes between two parts is found or not, as if it were asked for a little earlier or later.
     *
     * @param after the id of the last entry before it; empty for the first of its section
     */
    record Place(Section section, String after) {
        static final Place FIRST = new Place(Section.WORKLOADS, "");
    }

    /** The sections of an answer, in this order. */
    enum Section {
        WORKLOADS,
        DEPLOYMENTS,
        GROUPS
    }

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

    /**
     * The directories of all nodes, this one included.
     *
     * @param unreachable those that cannot be asked now, but have not left
     */
    record Peers(List<ActorRef<DirectoryMessage>> directories, List<ActorRef<DirectoryMessage>> unreachable)
            implements DirectoryMessage {
        public Peers {
            directories = List.copyOf(directories);
            unreachable = List.copyOf(unreachable);
        }
    }

    /**
     * @param workloads those asked for, by id
     * @param deployments those asked for, oldest first
     * @param groups those asked for, by tenant
     * @param living the names, if only these were asked for
     * @param whole whether every node has answered; if not, anything may be missing
     */
    record Answer(
            List<WorkloadView> workloads,
            List<DeploymentView> deployments,
            List<GroupView> groups,
            Living living,
            boolean whole)
            implements ClusterMessage {
        public static final Answer NONE = new Answer(List.of(), List.of(), List.of(), Living.NONE, false);

        public Answer {
            workloads = List.copyOf(workloads);
            deployments = List.copyOf(deployments);
            groups = List.copyOf(groups);
        }

        Answer partial() {
            return new Answer(workloads, deployments, groups, living, false);
        }
    }

    /** The names of all that lives. */
    record Living(List<Workload> workloads, List<DeploymentId> deployments, List<TreePath> tenants) {
        public static final Living NONE = new Living(List.of(), List.of(), List.of());

        public Living {
            workloads = List.copyOf(workloads);
            deployments = List.copyOf(deployments);
            tenants = List.copyOf(tenants);
        }

        /** @param sequence number of the last entry of its journal */
        public record Workload(WorkloadId id, long sequence) {}
    }

    /** What a directory can be asked. */
    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "question")
    @JsonSubTypes({
        @JsonSubTypes.Type(value = DirectoryQuestion.AllWorkloads.class, name = "all-workloads"),
        @JsonSubTypes.Type(value = DirectoryQuestion.OneWorkload.class, name = "one-workload"),
        @JsonSubTypes.Type(value = DirectoryQuestion.WorkloadsAlong.class, name = "workloads-along"),
        @JsonSubTypes.Type(value = DirectoryQuestion.RunningDeployments.class, name = "running-deployments"),
        @JsonSubTypes.Type(value = DirectoryQuestion.AllGroups.class, name = "all-groups"),
        @JsonSubTypes.Type(value = DirectoryQuestion.AllNames.class, name = "all-names")
    })
    sealed interface DirectoryQuestion {
        record AllWorkloads() implements DirectoryQuestion {}

        record OneWorkload(WorkloadId workload) implements DirectoryQuestion {}

        /** The workloads above a place, at it and below it. */
        record WorkloadsAlong(TreePath place) implements DirectoryQuestion {}

        record RunningDeployments() implements DirectoryQuestion {}

        record AllGroups() implements DirectoryQuestion {}

        /** The names of all workloads, running deployments and tenants with groups: nothing else of them. */
        record AllNames() implements DirectoryQuestion {}
    }
}
