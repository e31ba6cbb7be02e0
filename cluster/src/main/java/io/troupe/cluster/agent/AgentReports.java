package io.troupe.cluster.agent;

import io.troupe.cluster.ClusterMessage;
import io.troupe.protocol.identity.NodeId;
import io.troupe.protocol.identity.WorkloadId;
import io.troupe.protocol.workload.InstanceReport;
import java.util.List;

/**
 * What an agent tells a workload's supervisor: news, or the answer to an inquiry. Repeated until acknowledged.
 *
 * @param node the agent's node
 * @param workload whose instances these are
 * @param batch counts the agent's reports for this workload; an acknowledgement names it
 * @param reports the instances it speaks of
 */
public record AgentReports(NodeId node, WorkloadId workload, long batch, List<InstanceReport> reports)
        implements ClusterMessage {
    public AgentReports {
        reports = List.copyOf(reports);
    }
}
