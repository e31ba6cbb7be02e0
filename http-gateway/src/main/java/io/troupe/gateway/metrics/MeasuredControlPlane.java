package io.troupe.gateway.metrics;

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
import io.troupe.protocol.problem.Problem;
import io.troupe.protocol.problem.ProblemCode;
import io.troupe.protocol.workload.Cause;
import io.troupe.protocol.workload.WorkloadCommand;
import io.troupe.protocol.workload.WorkloadReply;
import io.troupe.protocol.workload.WorkloadReply.Original;
import io.troupe.protocol.workload.WorkloadSpec;
import io.troupe.protocol.workload.WorkloadView;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A control plane whose changes and reads of the journal are timed. */
public final class MeasuredControlPlane implements ControlPlane {
    private static final String STORED = "stored";
    private static final String REFUSED = "refused";
    private static final String UNAVAILABLE = "unavailable";

    private final ControlPlane measured;
    private final Meters meters;

    public MeasuredControlPlane(ControlPlane measured, Meters meters) {
        this.measured = measured;
        this.meters = meters;
    }

    @Override
    public CompletionStage<DeploymentReply> submit(DeploymentPlan plan, OnConflict onConflict, Cause cause) {
        return timed(() -> measured.submit(plan, onConflict, cause), MeasuredControlPlane::outcome);
    }

    @Override
    public CompletionStage<DeploymentReply> cancel(
            DeploymentId deployment, @Nullable DeploymentId revert, Cause cause) {
        return timed(() -> measured.cancel(deployment, revert, cause), MeasuredControlPlane::outcome);
    }

    @Override
    public CompletionStage<WorkloadReply> ask(WorkloadId workload, WorkloadCommand command) {
        return timed(
                () -> measured.ask(workload, command),
                reply -> reply instanceof WorkloadReply.Refused refused ? outcome(refused.problem()) : STORED);
    }

    @Override
    public CompletionStage<List<HistoryEntry>> history(WorkloadId workload, int entriesMax) {
        return readTimed(() -> measured.history(workload, entriesMax));
    }

    @Override
    public CompletionStage<Optional<WorkloadView>> workloadAt(WorkloadId workload, Instant at) {
        return readTimed(() -> measured.workloadAt(workload, at));
    }

    @Override
    public CompletionStage<List<WorkloadView>> workloadsAlong(TreePath place) {
        return measured.workloadsAlong(place);
    }

    @Override
    public CompletionStage<List<GroupView>> groups() {
        return measured.groups();
    }

    @Override
    public CompletionStage<Optional<Original>> definitionAt(WorkloadId workload, Instant at) {
        return readTimed(() -> measured.definitionAt(workload, at));
    }

    private static String outcome(DeploymentReply reply) {
        return reply instanceof DeploymentReply.Refused refused ? outcome(refused.problem()) : STORED;
    }

    private static String outcome(Problem problem) {
        return problem.code() == ProblemCode.UNAVAILABLE ? UNAVAILABLE : REFUSED;
    }

    private <T> CompletionStage<T> timed(Supplier<CompletionStage<T>> change, Function<T, String> outcome) {
        long began = System.nanoTime();
        return change.get()
                .whenComplete((reply, failure) ->
                        meters.changed(failure == null ? outcome.apply(reply) : UNAVAILABLE, since(began)));
    }

    private <T> CompletionStage<T> readTimed(Supplier<CompletionStage<T>> read) {
        long began = System.nanoTime();
        return read.get()
                .whenComplete((_, failure) -> meters.read(failure == null ? "read" : UNAVAILABLE, since(began)));
    }

    private static Duration since(long began) {
        return Duration.ofNanos(System.nanoTime() - began);
    }

    @Override
    public Readiness readiness() {
        return measured.readiness();
    }

    @Override
    public CompletionStage<List<WorkloadView>> workloads() {
        return measured.workloads();
    }

    @Override
    public CompletionStage<Optional<WorkloadView>> workload(WorkloadId workload) {
        return measured.workload(workload);
    }

    @Override
    public CompletionStage<List<DeploymentView>> deployments() {
        return measured.deployments();
    }

    @Override
    public CompletionStage<Optional<Explanation>> explain(WorkloadId workload) {
        return measured.explain(workload);
    }

    @Override
    public CompletionStage<Optional<Explanation>> explain(WorkloadId workload, WorkloadSpec spec) {
        return measured.explain(workload, spec);
    }

    @Override
    public CompletionStage<List<NodeView>> nodes() {
        return measured.nodes();
    }

    @Override
    public Source<FeedNews, NotUsed> feed(int newsMax) {
        return measured.feed(newsMax);
    }

    @Override
    public CompletionStage<List<FeedEntry>> past(long after, int entriesMax) {
        return readTimed(() -> measured.past(after, entriesMax));
    }

    @Override
    public void abdicate() {
        measured.abdicate();
    }

    @Override
    public Optional<String> leader() {
        return measured.leader();
    }
}
