package io.troupe.cluster.group;

import akka.actor.typed.ActorRef;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.troupe.cluster.ClusterMessage;
import io.troupe.protocol.group.GroupCommand;
import io.troupe.protocol.group.GroupReply;
import org.jspecify.annotations.Nullable;

/** What is said to a {@link GroupSupervisor}. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "message")
@JsonSubTypes({
    @JsonSubTypes.Type(value = GroupMessage.Request.class, name = "request"),
    @JsonSubTypes.Type(value = GroupMessage.Idle.class, name = "idle"),
    @JsonSubTypes.Type(value = GroupMessage.Remind.class, name = "remind"),
    @JsonSubTypes.Type(value = GroupMessage.Passivate.class, name = "passivate")
})
public sealed interface GroupMessage extends ClusterMessage {
    /** A command, and who waits for the answer; null if nobody does. */
    record Request(GroupCommand command, @Nullable ActorRef<GroupReply> replyTo) implements GroupMessage {}

    /** Nothing is defined and nobody has asked for a while; sent by the supervisor to itself. */
    record Idle() implements GroupMessage {}

    /** A change has been prepared for a while; sent by the supervisor to itself. */
    record Remind() implements GroupMessage {}

    /** The entity shall leave this node; sent by sharding. */
    record Passivate() implements GroupMessage {}
}
