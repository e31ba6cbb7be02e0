package io.troupe.cluster.broker;

import akka.actor.typed.ActorRef;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.troupe.cluster.ClusterMessage;
import io.troupe.cluster.agent.Holding;
import io.troupe.protocol.identity.InstanceId;
import io.troupe.protocol.identity.NodeId;
import io.troupe.protocol.identity.WorkloadId;
import io.troupe.protocol.node.NodeDescription;
import io.troupe.protocol.node.NodeView;
import io.troupe.protocol.placement.Explanation;
import io.troupe.protocol.placement.Forecast;
import io.troupe.protocol.workload.Revision;
import java.util.List;

/** What is said to the broker. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "command")
@JsonSubTypes({
    @JsonSubTypes.Type(value = BrokerCommand.NodeReport.class, name = "node-report"),
    @JsonSubTypes.Type(value = BrokerCommand.NodeGone.class, name = "node-gone"),
    @JsonSubTypes.Type(value = BrokerCommand.Demand.class, name = "demand"),
    @JsonSubTypes.Type(value = BrokerCommand.Follow.class, name = "follow"),
    @JsonSubTypes.Type(value = BrokerCommand.Explain.class, name = "explain"),
    @JsonSubTypes.Type(value = BrokerCommand.Foresee.class, name = "foresee"),
    @JsonSubTypes.Type(value = BrokerCommand.ListNodes.class, name = "list-nodes"),
    @JsonSubTypes.Type(value = BrokerCommand.StepDown.class, name = "step-down")
})
public sealed interface BrokerCommand extends ClusterMessage {
    /**
     * The whole of what a node is and holds; sent at its start, after each change (in groups), to a new broker, and every so often.
     *
     * @param incarnation when this run of the agent began; a report of an older one is ignored
     * @param number counts the reports of the incarnation; an older one is ignored
     * @param schedulable whether it takes new instances
     * @param holdings the instances that have not ended
     */
    record NodeReport(NodeDescription node, long incarnation, long number, boolean schedulable, List<Holding> holdings)
            implements BrokerCommand {
        public NodeReport {
            holdings = List.copyOf(holdings);
        }
    }

    /** Forget everything, and let a broker with a higher epoch hear it anew from those who know it. */
    record StepDown() implements BrokerCommand {}

    /** The node left the cluster, or was put out of it; said by every other node. */
    record NodeGone(NodeId node) implements BrokerCommand {}

    /**
     * The whole of what a workload still lacks a place for; an empty list withdraws it.
     *
     * @param number counts the workload's demands; an older one is ignored
     * @param revision what the instances run
     * @param waiting the instances without a place
     * @param peers the nodes of the workload's other instances, one entry for each that has a place and has not ended
     * @param others how many instances of other revisions wait for their turn to be demanded
     * @param heardEpoch the newest broker the supervisor has heard of; 0 if of none
     */
    record Demand(
            WorkloadId workload,
            long number,
            Revision revision,
            List<InstanceId> waiting,
            List<NodeId> peers,
            int others,
            long heardEpoch)
            implements BrokerCommand {
        public Demand {
            waiting = List.copyOf(waiting);
            peers = List.copyOf(peers);
        }

        /** A demand of all that waits. */
        public Demand(
                WorkloadId workload,
                long number,
                Revision revision,
                List<InstanceId> waiting,
                List<NodeId> peers,
                long heardEpoch) {
            this(workload, number, revision, waiting, peers, 0, heardEpoch);
        }
    }

    /**
     * The workload's number of instances follows the nodes: it is to be told which there are, now and whenever they change. Stated again every so
     * often.
     *
     * @param number counts what the workload's supervisor has stated; an older one is ignored
     * @param revision what a node has to be fit for
     * @param heardEpoch the newest broker the supervisor has heard of; 0 if of none
     */
    record Follow(WorkloadId workload, long number, Revision revision, long heardEpoch) implements BrokerCommand {}

    /** For each node, every rule that keeps one more instance of this revision away; needs no waiting demand. */
    record Explain(
            WorkloadId workload, Revision revision, int waiting, List<NodeId> peers, ActorRef<Explanation> replyTo)
            implements BrokerCommand {
        public Explain {
            peers = List.copyOf(peers);
        }
    }

    /** Where instances would be placed if these changes were made now, step after step; grants nothing. */
    record Foresee(List<List<Wish>> steps, ActorRef<Forecast> replyTo) implements BrokerCommand {
        public Foresee {
            steps = steps.stream().map(List::copyOf).toList();
        }
    }

    /** The nodes the broker knows. */
    record ListNodes(ActorRef<NodeList> replyTo) implements BrokerCommand {}

    record NodeList(List<NodeView> nodes) implements ClusterMessage {
        public NodeList {
            nodes = List.copyOf(nodes);
        }
    }
}
