package io.troupe.gateway.marathon;

import io.troupe.cluster.ControlPlane;
import io.troupe.cluster.ForwardingControlPlane;
import io.troupe.protocol.group.GroupView;
import io.troupe.protocol.identity.TreePath;
import io.troupe.protocol.identity.WorkloadId;
import io.troupe.protocol.workload.WorkloadView;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** The control plane as a change sees it that waits in line: what is there is what there will be when its turn comes. */
record AfterTheLine(ControlPlane whole) implements ForwardingControlPlane {
    @Override
    public CompletionStage<List<WorkloadView>> workloads() {
        return whole.workloads().thenCombine(whole.deployments(), QueuedChanges::after);
    }

    @Override
    public CompletionStage<Optional<WorkloadView>> workload(WorkloadId workload) {
        return whole.workload(workload)
                .thenCombine(
                        whole.deployments(),
                        (found, deployments) -> QueuedChanges.after(
                                        found.stream().toList(), deployments)
                                .stream()
                                .filter(view -> view.id().equals(workload))
                                .findFirst());
    }

    @Override
    public CompletionStage<List<WorkloadView>> workloadsAlong(TreePath place) {
        return whole.workloadsAlong(place)
                .thenCombine(
                        whole.deployments(),
                        (views, deployments) -> QueuedChanges.after(views, deployments).stream()
                                .filter(view -> TreePath.of(view.id()).isAlong(place))
                                .toList());
    }

    @Override
    public CompletionStage<List<GroupView>> groups() {
        return whole.groups().thenCombine(whole.deployments(), QueuedChanges::groupsAfter);
    }
}
