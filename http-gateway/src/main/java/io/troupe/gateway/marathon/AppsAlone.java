package io.troupe.gateway.marathon;

import io.troupe.cluster.ControlPlane;
import io.troupe.cluster.ForwardingControlPlane;
import io.troupe.protocol.identity.TreePath;
import io.troupe.protocol.identity.WorkloadId;
import io.troupe.protocol.workload.WorkloadView;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** The control plane without pods: what {@code /v2/apps} and {@code /v2/tasks} see of it. */
record AppsAlone(ControlPlane whole) implements ForwardingControlPlane {
    @Override
    public CompletionStage<List<WorkloadView>> workloads() {
        return whole.workloads().thenApply(AppsAlone::apps);
    }

    @Override
    public CompletionStage<List<WorkloadView>> workloadsAlong(TreePath place) {
        return whole.workloadsAlong(place).thenApply(AppsAlone::apps);
    }

    @Override
    public CompletionStage<Optional<WorkloadView>> workload(WorkloadId workload) {
        return whole.workload(workload).thenApply(AppsAlone::app);
    }

    @Override
    public CompletionStage<Optional<WorkloadView>> workloadAt(WorkloadId workload, Instant at) {
        return whole.workloadAt(workload, at).thenApply(AppsAlone::app);
    }

    private static List<WorkloadView> apps(List<WorkloadView> found) {
        return found.stream().filter(view -> !Pods.isPod(view)).toList();
    }

    private static Optional<WorkloadView> app(Optional<WorkloadView> found) {
        return found.filter(view -> !Pods.isPod(view));
    }
}
