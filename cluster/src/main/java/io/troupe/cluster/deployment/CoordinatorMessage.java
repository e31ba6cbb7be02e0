package io.troupe.cluster.deployment;

import akka.actor.typed.ActorRef;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.troupe.cluster.ClusterMessage;
import io.troupe.protocol.deployment.DeploymentCommand;
import io.troupe.protocol.deployment.DeploymentReply;
import io.troupe.protocol.group.GroupReply;
import io.troupe.protocol.workload.WorkloadReply;
import org.jspecify.annotations.Nullable;

/** What is said to a {@code DeploymentCoordinator}. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "message")
@JsonSubTypes({
    @JsonSubTypes.Type(value = CoordinatorMessage.Request.class, name = "request"),
    @JsonSubTypes.Type(value = CoordinatorMessage.FromSupervisor.class, name = "from-supervisor"),
    @JsonSubTypes.Type(value = CoordinatorMessage.FromGroups.class, name = "from-groups"),
    @JsonSubTypes.Type(value = CoordinatorMessage.FromRevert.class, name = "from-revert"),
    @JsonSubTypes.Type(value = CoordinatorMessage.Tick.class, name = "tick"),
    @JsonSubTypes.Type(value = CoordinatorMessage.Passivate.class, name = "passivate")
})
public sealed interface CoordinatorMessage extends ClusterMessage {
    /** A command, and who waits for the answer; null if nobody does. */
    record Request(DeploymentCommand command, @Nullable ActorRef<DeploymentReply> replyTo)
            implements CoordinatorMessage {}

    /** A supervisor's answer to a command of this coordinator. */
    record FromSupervisor(WorkloadReply reply) implements CoordinatorMessage {}

    /** An answer of the supervisor of a tenant's groups to a command of this coordinator. */
    record FromGroups(GroupReply reply) implements CoordinatorMessage {}

    /** The answer of the coordinator of the deployment that undoes this one. */
    record FromRevert(DeploymentReply reply) implements CoordinatorMessage {}

    /** A deadline in the state may have passed; sent by the coordinator to itself. */
    record Tick() implements CoordinatorMessage {}

    /** The entity shall leave this node; sent by sharding and by the coordinator to itself. */
    record Passivate() implements CoordinatorMessage {}
}
