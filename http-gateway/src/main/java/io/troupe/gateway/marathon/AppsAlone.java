package io.troupe.gateway.marathon;

import akka.NotUsed;
import akka.stream.javadsl.Source;
import io.troupe.cluster.ControlPlane;
import io.troupe.cluster.feed.FeedEntry;
import io.troupe.cluster.feed.FeedNews;
import io.troupe.protocol.deployment.DeploymentPlan;
import io.troupe.protocol.deployment.DeploymentReply;
import io.troupe.protocol.deployment.DeploymentView;
import io.troupe.protocol.deployment.OnConflict;
import io.troupe.protocol.group.GroupView;
import io.troupe.protocol.identity.DeploymentId;
import io.troupe.protocol.identity.TreePath;
import io.troupe.protocol.identity.WorkloadId;
import io.troupe.protocol.node.NodeView;
import io.troupe.protocol.placement.Explanation;
import io.troupe.protocol.workload.Cause;
import io.troupe.protocol.workload.WorkloadCommand;
import io.troupe.protocol.workload.WorkloadReply;
import io.troupe.protocol.workload.WorkloadReply.Original;
import io.troupe.protocol.workload.WorkloadSpec;
import io.troupe.protocol.workload.WorkloadView;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** The control plane without pods: what {@code /v2/apps} and {@code /v2/tasks} see of it. */
record AppsAlone(ControlPlane whole) implements ControlPlane {
    @Override
    public CompletionStage<List<WorkloadView>> workloads() {
        return whole.workloads()
                .thenApply(views ->
                        views.stream().filter(view -> !Pods.isPod(view)).toList());
    }

    @Override
    public CompletionStage<Optional<WorkloadView>> workload(WorkloadId workload) {
        return whole.workload(workload).thenApply(AppsAlone::app);
    }

    @Override
    public CompletionStage<Optional<WorkloadView>> workloadAt(WorkloadId workload, Instant at) {
        return whole.workloadAt(workload, at).thenApply(AppsAlone::app);
    }

    private static Optional<WorkloadView> app(Optional<WorkloadView> found) {
        return found.filter(view -> !Pods.isPod(view));
    }

    @Override
    public Readiness readiness() {
        return whole.readiness();
    }

    @Override
    public CompletionStage<DeploymentReply> submit(DeploymentPlan plan, OnConflict onConflict, Cause cause) {
        return whole.submit(plan, onConflict, cause);
    }

    @Override
    public CompletionStage<DeploymentReply> cancel(
            DeploymentId deployment, @Nullable DeploymentId revert, Cause cause) {
        return whole.cancel(deployment, revert, cause);
    }

    @Override
    public CompletionStage<WorkloadReply> ask(WorkloadId workload, WorkloadCommand command) {
        return whole.ask(workload, command);
    }

    @Override
    public CompletionStage<List<WorkloadView>> workloadsAlong(TreePath place) {
        return whole.workloadsAlong(place)
                .thenApply(views ->
                        views.stream().filter(view -> !Pods.isPod(view)).toList());
    }

    @Override
    public CompletionStage<List<GroupView>> groups() {
        return whole.groups();
    }

    @Override
    public CompletionStage<List<DeploymentView>> deployments() {
        return whole.deployments();
    }

    @Override
    public CompletionStage<Optional<Explanation>> explain(WorkloadId workload) {
        return whole.explain(workload);
    }

    @Override
    public CompletionStage<Optional<Explanation>> explain(WorkloadId workload, WorkloadSpec spec) {
        return whole.explain(workload, spec);
    }

    @Override
    public CompletionStage<List<NodeView>> nodes() {
        return whole.nodes();
    }

    @Override
    public CompletionStage<List<HistoryEntry>> history(WorkloadId workload, int entriesMax) {
        return whole.history(workload, entriesMax);
    }

    @Override
    public CompletionStage<Optional<Original>> definitionAt(WorkloadId workload, Instant at) {
        return whole.definitionAt(workload, at);
    }

    @Override
    public Source<FeedNews, NotUsed> feed(int newsMax) {
        return whole.feed(newsMax);
    }

    @Override
    public CompletionStage<List<FeedEntry>> past(long after, int entriesMax) {
        return whole.past(after, entriesMax);
    }

    @Override
    public void abdicate() {
        whole.abdicate();
    }

    @Override
    public Optional<String> leader() {
        return whole.leader();
    }
}
