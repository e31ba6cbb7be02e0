package io.troupe.cluster.workload;

import akka.actor.typed.ActorRef;
import io.troupe.cluster.Switchboard;
import io.troupe.cluster.agent.AgentCommand;
import io.troupe.cluster.agent.AgentReports;
import io.troupe.cluster.broker.BrokerCommand;
import io.troupe.cluster.broker.BrokerNews;
import io.troupe.cluster.directory.DirectoryUpdate;
import io.troupe.protocol.deployment.DeploymentCommand;
import io.troupe.protocol.group.GroupCommand;
import io.troupe.protocol.group.GroupReply;
import io.troupe.protocol.identity.DeploymentId;
import io.troupe.protocol.identity.NodeId;
import io.troupe.protocol.identity.TreePath;
import io.troupe.protocol.identity.WorkloadId;
import io.troupe.protocol.workload.WorkloadCommand;
import io.troupe.protocol.workload.WorkloadReply;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** Keeps what an actor says to others, in order. */
public final class RecordingSwitchboard implements Switchboard {
    public final List<Object> said = new CopyOnWriteArrayList<>();

    @Override
    public void tell(WorkloadId workload, WorkloadCommand command, @Nullable ActorRef<WorkloadReply> replyTo) {
        said.add(command);
    }

    @Override
    public void tell(TreePath tenant, GroupCommand command, @Nullable ActorRef<GroupReply> replyTo) {
        said.add(command);
    }

    @Override
    public void tell(WorkloadId workload, BrokerNews news) {
        said.add(news);
    }

    @Override
    public void tell(AgentReports reports) {
        said.add(reports);
    }

    @Override
    public void tell(DeploymentId deployment, DeploymentCommand command) {
        said.add(command);
    }

    @Override
    public void tell(NodeId node, AgentCommand command) {
        said.add(command);
    }

    @Override
    public void tellAgents(AgentCommand command) {
        said.add(command);
    }

    @Override
    public void tellBroker(BrokerCommand command) {
        said.add(command);
    }

    @Override
    public void tellDirectory(DirectoryUpdate update) {
        said.add(update);
    }

    /** What was said of this kind. */
    public <T> List<T> said(Class<T> kind) {
        return said.stream().filter(kind::isInstance).map(kind::cast).toList();
    }
}
