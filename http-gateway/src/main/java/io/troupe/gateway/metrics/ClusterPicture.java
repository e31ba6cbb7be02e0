package io.troupe.gateway.metrics;

import io.troupe.protocol.deployment.DeploymentView;
import io.troupe.protocol.node.NodeView;
import io.troupe.protocol.workload.WorkloadView;
import java.util.List;

/** What all gauges of one answer are taken from. */
public record ClusterPicture(List<WorkloadView> workloads, List<DeploymentView> deployments, List<NodeView> nodes) {
    public ClusterPicture {
        workloads = List.copyOf(workloads);
        deployments = List.copyOf(deployments);
        nodes = List.copyOf(nodes);
    }
}
