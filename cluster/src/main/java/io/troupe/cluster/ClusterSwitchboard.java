package io.troupe.cluster;

import akka.actor.typed.ActorRef;
import akka.cluster.sharding.typed.ShardingEnvelope;
import io.troupe.cluster.agent.AgentCommand;
import io.troupe.cluster.agent.AgentReports;
import io.troupe.cluster.broker.BrokerCommand;
import io.troupe.cluster.broker.BrokerNews;
import io.troupe.cluster.deployment.CoordinatorMessage;
import io.troupe.cluster.directory.DirectoryMessage;
import io.troupe.cluster.directory.DirectoryUpdate;
import io.troupe.cluster.feed.FeedMessage;
import io.troupe.cluster.group.GroupMessage;
import io.troupe.cluster.workload.SupervisorMessage;
import io.troupe.protocol.deployment.DeploymentCommand;
import io.troupe.protocol.deployment.DeploymentReply;
import io.troupe.protocol.group.GroupCommand;
import io.troupe.protocol.group.GroupReply;
import io.troupe.protocol.identity.DeploymentId;
import io.troupe.protocol.identity.NodeId;
import io.troupe.protocol.identity.TreePath;
import io.troupe.protocol.identity.WorkloadId;
import io.troupe.protocol.workload.WorkloadCommand;
import io.troupe.protocol.workload.WorkloadReply;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** The switchboard of a node: through sharding, the broker's proxy, the table of agents and the directory of this node. */
final class ClusterSwitchboard implements Switchboard {
    private final ActorRef<DirectoryMessage> directory;
    private final AgentTable agents;
    private final CompletableFuture<Lines> lines = new CompletableFuture<>();

    /** What can only be had once the actors that need the switchboard are registered. */
    record Lines(
            ActorRef<ShardingEnvelope<SupervisorMessage>> supervisors,
            ActorRef<ShardingEnvelope<CoordinatorMessage>> coordinators,
            ActorRef<ShardingEnvelope<GroupMessage>> groups,
            ActorRef<BrokerCommand> broker,
            ActorRef<FeedMessage> feed) {}

    ClusterSwitchboard(ActorRef<DirectoryMessage> directory, AgentTable agents) {
        this.directory = directory;
        this.agents = agents;
    }

    void connect(Lines connected) {
        lines.complete(connected);
    }

    @Override
    public void tell(WorkloadId workload, WorkloadCommand command, @Nullable ActorRef<WorkloadReply> replyTo) {
        tell(workload, new SupervisorMessage.Request(command, replyTo));
    }

    @Override
    public void tell(TreePath tenant, GroupCommand command, @Nullable ActorRef<GroupReply> replyTo) {
        var connected = lines.getNow(null);
        if (connected != null) {
            connected.groups().tell(new ShardingEnvelope<>(tenant.path(), new GroupMessage.Request(command, replyTo)));
        }
    }

    @Override
    public void tell(WorkloadId workload, BrokerNews news) {
        tell(workload, new SupervisorMessage.FromBroker(news));
    }

    @Override
    public void tell(AgentReports reports) {
        tell(reports.workload(), new SupervisorMessage.FromAgent(reports));
    }

    private void tell(WorkloadId workload, SupervisorMessage message) {
        var connected = lines.getNow(null);
        if (connected != null) {
            connected.supervisors().tell(new ShardingEnvelope<>(workload.path(), message));
        }
    }

    @Override
    public void tell(DeploymentId deployment, DeploymentCommand command) {
        tell(deployment, command, null);
    }

    /** {@code replyTo} hears the coordinator's answer. */
    void tell(DeploymentId deployment, DeploymentCommand command, @Nullable ActorRef<DeploymentReply> replyTo) {
        var connected = lines.getNow(null);
        if (connected != null) {
            connected
                    .coordinators()
                    .tell(new ShardingEnvelope<>(deployment.value(), new CoordinatorMessage.Request(command, replyTo)));
        }
    }

    @Override
    public void tell(NodeId node, AgentCommand command) {
        agents.agent(node).ifPresent(agent -> agent.tell(command));
    }

    @Override
    public void tellAgents(AgentCommand command) {
        agents.agents().forEach(agent -> agent.tell(command));
    }

    @Override
    public void tellBroker(BrokerCommand command) {
        var connected = lines.getNow(null);
        if (connected != null) {
            connected.broker().tell(command);
        }
    }

    void tellFeed(FeedMessage message) {
        var connected = lines.getNow(null);
        if (connected != null) {
            connected.feed().tell(message);
        }
    }

    @Override
    public void tellDirectory(DirectoryUpdate update) {
        directory.tell(new DirectoryMessage.Update(update));
    }
}
