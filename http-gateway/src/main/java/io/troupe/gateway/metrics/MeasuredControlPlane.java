package io.troupe.gateway.metrics;

import io.troupe.cluster.ControlPlane;
import io.troupe.cluster.ForwardingControlPlane;
import io.troupe.cluster.feed.FeedEntry;
import io.troupe.protocol.deployment.DeploymentPlan;
import io.troupe.protocol.deployment.DeploymentReply;
import io.troupe.protocol.deployment.OnConflict;
import io.troupe.protocol.identity.DeploymentId;
import io.troupe.protocol.identity.WorkloadId;
import io.troupe.protocol.problem.Problem;
import io.troupe.protocol.problem.ProblemCode;
import io.troupe.protocol.workload.Cause;
import io.troupe.protocol.workload.WorkloadCommand;
import io.troupe.protocol.workload.WorkloadReply;
import io.troupe.protocol.workload.WorkloadReply.Original;
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
public record MeasuredControlPlane(ControlPlane whole, Meters meters) implements ForwardingControlPlane {
    private static final String STORED = "stored";
    private static final String REFUSED = "refused";
    private static final String UNAVAILABLE = "unavailable";

    @Override
    public CompletionStage<DeploymentReply> submit(DeploymentPlan plan, OnConflict onConflict, Cause cause) {
        return timed(() -> whole.submit(plan, onConflict, cause), MeasuredControlPlane::outcome);
    }

    @Override
    public CompletionStage<DeploymentReply> cancel(
            DeploymentId deployment, @Nullable DeploymentId revert, Cause cause) {
        return timed(() -> whole.cancel(deployment, revert, cause), MeasuredControlPlane::outcome);
    }

    @Override
    public CompletionStage<WorkloadReply> ask(WorkloadId workload, WorkloadCommand command) {
        return timed(
                () -> whole.ask(workload, command),
                reply -> reply instanceof WorkloadReply.Refused refused ? outcome(refused.problem()) : STORED);
    }

    @Override
    public CompletionStage<List<HistoryEntry>> history(WorkloadId workload, int entriesMax) {
        return readTimed(() -> whole.history(workload, entriesMax));
    }

    @Override
    public CompletionStage<Optional<WorkloadView>> workloadAt(WorkloadId workload, Instant at) {
        return readTimed(() -> whole.workloadAt(workload, at));
    }

    @Override
    public CompletionStage<Optional<Original>> definitionAt(WorkloadId workload, Instant at) {
        return readTimed(() -> whole.definitionAt(workload, at));
    }

    @Override
    public CompletionStage<List<FeedEntry>> past(long after, int entriesMax) {
        return readTimed(() -> whole.past(after, entriesMax));
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
}
