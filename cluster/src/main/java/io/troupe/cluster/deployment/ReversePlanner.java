package io.troupe.cluster.deployment;

import io.troupe.protocol.deployment.DeploymentEvent.OriginalOf;
import io.troupe.protocol.deployment.DeploymentPlan;
import io.troupe.protocol.deployment.DeploymentPlan.Step;
import io.troupe.protocol.deployment.DeploymentPlan.WorkloadChange;
import io.troupe.protocol.identity.DeploymentId;
import io.troupe.protocol.identity.WorkloadId;
import io.troupe.protocol.workload.Change;
import io.troupe.protocol.workload.RolloutManner;
import io.troupe.protocol.workload.RolloutOutcome;
import io.troupe.protocol.workload.WorkloadReply.Original;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Makes the plan that undoes what a deployment has begun: last step first, each workload back to what it was. */
final class ReversePlanner {
    private ReversePlanner() {}

    /** Empty if there is nothing to undo. */
    static Optional<DeploymentPlan> reverse(DeploymentState state, DeploymentId id, Instant version) {
        if (state.submission() == null || state.originals() == null) {
            return Optional.empty();
        }
        var originals = state.originals().stream().collect(Collectors.toMap(OriginalOf::workload, Function.identity()));
        var steps = state.submission().plan().steps().subList(0, state.step() + 1);
        var undone = IntStream.range(0, steps.size())
                .mapToObj(index -> steps.get(steps.size() - 1 - index))
                .map(step -> reverse(step, originals, state.done()))
                .filter(step -> !step.changes().isEmpty())
                .toList();
        return undone.isEmpty() && state.undoGroups().isEmpty()
                ? Optional.empty()
                : Optional.of(new DeploymentPlan(id, version, undone, state.undoGroups()));
    }

    private static Step reverse(
            Step step, Map<WorkloadId, OriginalOf> originals, Map<WorkloadId, RolloutOutcome> done) {
        return new Step(step.changes().stream()
                .filter(change -> done.get(change.workload()) != RolloutOutcome.SUPERSEDED)
                .map(change -> new WorkloadChange(
                        change.workload(),
                        reverse(
                                change.change(),
                                original(originals.get(change.workload())),
                                done.get(change.workload()) == RolloutOutcome.COMPLETED),
                        change.note()))
                .toList());
    }

    private static @Nullable Original original(@Nullable OriginalOf entry) {
        return entry == null ? null : entry.original();
    }

    private static Change reverse(Change change, @Nullable Original before, boolean completed) {
        if (before == null) {
            return new Change.Delete();
        }
        return change instanceof Change.Delete && completed
                ? new Change.Create(before.spec(), before.instances())
                : new Change.Update(before.spec(), before.instances(), null, RolloutManner.BACK);
    }
}
