package io.troupe.cluster;

import akka.NotUsed;
import akka.stream.javadsl.Source;
import io.troupe.cluster.feed.FeedEntry;
import io.troupe.cluster.feed.FeedNews;
import io.troupe.protocol.deployment.DeploymentPlan;
import io.troupe.protocol.deployment.DeploymentPlan.Step;
import io.troupe.protocol.deployment.DeploymentReply;
import io.troupe.protocol.deployment.DeploymentView;
import io.troupe.protocol.deployment.OnConflict;
import io.troupe.protocol.group.GroupView;
import io.troupe.protocol.identity.DeploymentId;
import io.troupe.protocol.identity.TreePath;
import io.troupe.protocol.identity.WorkloadId;
import io.troupe.protocol.node.NodeView;
import io.troupe.protocol.placement.Explanation;
import io.troupe.protocol.placement.Forecast;
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

/** A control plane that hands on to another whatever it does not answer itself. */
public interface ForwardingControlPlane extends ControlPlane {
    ControlPlane whole();

    @Override
    default Readiness readiness() {
        return whole().readiness();
    }

    @Override
    default CompletionStage<DeploymentReply> submit(DeploymentPlan plan, OnConflict onConflict, Cause cause) {
        return whole().submit(plan, onConflict, cause);
    }

    @Override
    default CompletionStage<DeploymentReply> cancel(
            DeploymentId deployment, @Nullable DeploymentId revert, Cause cause) {
        return whole().cancel(deployment, revert, cause);
    }

    @Override
    default CompletionStage<WorkloadReply> ask(WorkloadId workload, WorkloadCommand command) {
        return whole().ask(workload, command);
    }

    @Override
    default CompletionStage<List<WorkloadView>> workloads() {
        return whole().workloads();
    }

    @Override
    default CompletionStage<Optional<WorkloadView>> workload(WorkloadId workload) {
        return whole().workload(workload);
    }

    @Override
    default CompletionStage<List<WorkloadView>> workloadsAlong(TreePath place) {
        return whole().workloadsAlong(place);
    }

    @Override
    default CompletionStage<List<GroupView>> groups() {
        return whole().groups();
    }

    @Override
    default CompletionStage<List<DeploymentView>> deployments() {
        return whole().deployments();
    }

    @Override
    default CompletionStage<Optional<Explanation>> explain(WorkloadId workload) {
        return whole().explain(workload);
    }

    @Override
    default CompletionStage<Optional<Explanation>> explain(WorkloadId workload, WorkloadSpec spec) {
        return whole().explain(workload, spec);
    }

    @Override
    default CompletionStage<Optional<Forecast>> forecast(List<Step> steps) {
        return whole().forecast(steps);
    }

    @Override
    default CompletionStage<List<NodeView>> nodes() {
        return whole().nodes();
    }

    @Override
    default CompletionStage<List<HistoryEntry>> history(WorkloadId workload, int entriesMax) {
        return whole().history(workload, entriesMax);
    }

    @Override
    default CompletionStage<Optional<WorkloadView>> workloadAt(WorkloadId workload, Instant at) {
        return whole().workloadAt(workload, at);
    }

    @Override
    default CompletionStage<Optional<Original>> definitionAt(WorkloadId workload, Instant at) {
        return whole().definitionAt(workload, at);
    }

    @Override
    default Source<FeedNews, NotUsed> feed(int newsMax) {
        return whole().feed(newsMax);
    }

    @Override
    default CompletionStage<List<FeedEntry>> past(long after, int entriesMax) {
        return whole().past(after, entriesMax);
    }

    @Override
    default void abdicate() {
        whole().abdicate();
    }

    @Override
    default Optional<String> leader() {
        return whole().leader();
    }
}
