package io.troupe.cluster.roster;

import akka.actor.typed.ActorRef;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.troupe.cluster.ClusterMessage;
import io.troupe.protocol.identity.NodeId;

/** What can be asked of the {@link RosterKeeper} from other nodes. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "message")
@JsonSubTypes({
    @JsonSubTypes.Type(value = RosterMessage.AskStatus.class, name = "ask-status"),
    @JsonSubTypes.Type(value = RosterMessage.NodeLeft.class, name = "node-left")
})
public sealed interface RosterMessage extends ClusterMessage {
    record AskStatus(ActorRef<Status> replyTo) implements RosterMessage {}

    /** What lived on it has to be woken now, and not only at the next round. */
    record NodeLeft(NodeId node) implements RosterMessage {}

    /**
     * @param ready whether all that must live has been alive since this keeper began
     * @param waitingFor what is missing, for a person; empty when ready
     */
    record Status(boolean ready, String waitingFor) implements ClusterMessage {}
}
