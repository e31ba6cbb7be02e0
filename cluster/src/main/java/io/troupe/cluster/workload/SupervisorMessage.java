package io.troupe.cluster.workload;

import akka.actor.typed.ActorRef;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.troupe.cluster.ClusterMessage;
import io.troupe.cluster.agent.AgentReports;
import io.troupe.cluster.broker.BrokerNews;
import io.troupe.protocol.workload.WorkloadCommand;
import io.troupe.protocol.workload.WorkloadReply;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is said to a {@code WorkloadSupervisor}. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "message")
@JsonSubTypes({
    @JsonSubTypes.Type(value = SupervisorMessage.Request.class, name = "request"),
    @JsonSubTypes.Type(value = SupervisorMessage.FromBroker.class, name = "from-broker"),
    @JsonSubTypes.Type(value = SupervisorMessage.FromAgent.class, name = "from-agent"),
    @JsonSubTypes.Type(value = SupervisorMessage.Departed.class, name = "departed"),
    @JsonSubTypes.Type(value = SupervisorMessage.Tick.class, name = "tick"),
    @JsonSubTypes.Type(value = SupervisorMessage.Idle.class, name = "idle"),
    @JsonSubTypes.Type(value = SupervisorMessage.Passivate.class, name = "passivate")
})
public sealed interface SupervisorMessage extends ClusterMessage {
    /** A command, and who waits for the answer; null if nobody does. */
    record Request(WorkloadCommand command, @Nullable ActorRef<WorkloadReply> replyTo) implements SupervisorMessage {}

    record FromBroker(BrokerNews news) implements SupervisorMessage {}

    record FromAgent(AgentReports reports) implements SupervisorMessage {}

    /** All nodes that have left the cluster; said to all supervisors of a node by that node, when one more has left or come back. */
    record Departed(List<DepartedNode> nodes) implements SupervisorMessage {
        public Departed {
            nodes = List.copyOf(nodes);
        }
    }

    /** A deadline in the state may have passed; sent by the supervisor to itself. */
    record Tick() implements SupervisorMessage {}

    /** Nobody needed the supervisor for a while; sent by the supervisor to itself when there is no such workload. */
    record Idle() implements SupervisorMessage {}

    /** The entity shall leave this node; sent by sharding and by the supervisor to itself. */
    record Passivate() implements SupervisorMessage {}
}
